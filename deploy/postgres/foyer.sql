-- The role that all services, migrations and the operator's tool work as, made once with the database: it makes
-- schemas of its own, and can do nothing to the server or to other databases.
\set password `cat /run/secrets/foyer_password`
CREATE ROLE foyer LOGIN PASSWORD :'password';
REVOKE ALL ON DATABASE foyer FROM PUBLIC;
GRANT CONNECT, CREATE ON DATABASE foyer TO foyer;
