"""What we use of the operators' own kinds, after their documents: anything else is a mistake of ours.

Their complete schemas are theirs to publish; these are closed, so that a misspelt field is found.
"""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": "integer", "minimum": 0}
YES_OR_NO: Schema = {"type": "boolean"}
QUANTITY: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)?(m|[KMGT]i?)?$"}
LABELS: Schema = {"type": "object", "additionalProperties": TEXT}


def closed(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def many(item: Schema) -> Schema:
    """A list that is not empty."""
    return {"type": "array", "items": item, "minItems": 1}


def one_of(*values: str) -> Schema:
    """One of these words."""
    return {"enum": list(values)}


def kind(api_version: str, name: str, spec: Schema) -> dict[str, Schema]:
    """A kind's whole document, under its version and name."""
    metadata = closed({"name": TEXT, "namespace": TEXT}, {"labels": LABELS})
    fields = {
        "apiVersion": one_of(api_version),
        "kind": one_of(name),
        "metadata": metadata,
        "spec": spec,
    }
    return {f"{api_version} {name}": closed(fields)}


REFERENCE = closed({"name": TEXT})
KEY = closed({"name": TEXT, "key": TEXT})
RESOURCES = closed(
    {
        "requests": closed({"cpu": QUANTITY, "memory": QUANTITY}),
        "limits": closed({"memory": QUANTITY}, {"cpu": QUANTITY}),
    }
)
VOLUME = closed({"size": QUANTITY}, {"storageClass": TEXT})
SELECTOR = closed({"matchLabels": LABELS}, {"matchExpressions": many({"type": "object"})})

# KEDA: every value in a trigger's metadata is text.
SCALED_OBJECT = closed(
    {
        "scaleTargetRef": REFERENCE,
        "minReplicaCount": NUMBER,
        "maxReplicaCount": NUMBER,
        "triggers": many(
            closed(
                {
                    "type": one_of("rabbitmq"),
                    "metadata": closed(
                        {
                            "protocol": one_of("amqp"),
                            "mode": one_of("QueueLength"),
                            "queueName": TEXT,
                            "value": {"type": "string", "pattern": r"^\d+$"},
                        }
                    ),
                    "authenticationRef": REFERENCE,
                }
            )
        ),
    },
    {
        "pollingInterval": NUMBER,
        "fallback": closed({"failureThreshold": NUMBER, "replicas": NUMBER}),
        "advanced": closed(
            {
                "horizontalPodAutoscalerConfig": closed(
                    {
                        "behavior": closed(
                            {
                                "scaleDown": closed(
                                    {"stabilizationWindowSeconds": {"type": "integer", "maximum": 3600}},
                                    {
                                        "policies": many(
                                            closed(
                                                {
                                                    "type": one_of("Pods", "Percent"),
                                                    "value": NUMBER,
                                                    "periodSeconds": {"type": "integer", "maximum": 1800},
                                                }
                                            )
                                        )
                                    },
                                )
                            }
                        )
                    }
                )
            }
        ),
    },
)
TRIGGER_AUTHENTICATION = closed(
    {"secretTargetRef": many(closed({"parameter": one_of("host"), "name": TEXT, "key": TEXT}))}
)

# CloudNativePG: the values of Postgres' parameters are text.
POSTGRES_CLUSTER = closed(
    {
        "instances": NUMBER,
        "bootstrap": closed(
            {
                "initdb": closed(
                    {"database": TEXT, "owner": TEXT},
                    {"encoding": TEXT, "localeCollate": TEXT, "localeCType": TEXT},
                )
            }
        ),
        "postgresql": closed(
            {
                "parameters": LABELS,
                "synchronous": closed(
                    {"method": one_of("any", "first"), "number": {"type": "integer", "minimum": 1}},
                    {"dataDurability": one_of("required", "preferred")},
                ),
            }
        ),
        "resources": RESOURCES,
        "storage": VOLUME,
        "affinity": closed(
            {
                "enablePodAntiAffinity": YES_OR_NO,
                "podAntiAffinityType": one_of("required", "preferred"),
                "topologyKey": TEXT,
            }
        ),
    },
    {
        "walStorage": VOLUME,
        "primaryUpdateStrategy": one_of("unsupervised", "supervised"),
        "primaryUpdateMethod": one_of("switchover", "restart"),
        "imageName": TEXT,
        "plugins": many(closed({"name": TEXT}, {"isWALArchiver": YES_OR_NO, "parameters": LABELS})),
    },
)
SCHEDULED_BACKUP = closed(
    {
        "schedule": {"type": "string", "pattern": r"^\S+( \S+){5}$"},
        "cluster": REFERENCE,
        "method": one_of("plugin"),
        "pluginConfiguration": REFERENCE,
    },
    {"immediate": YES_OR_NO, "backupOwnerReference": one_of("none", "self", "cluster")},
)
COMPRESSION = closed({"compression": one_of("gzip", "bzip2", "snappy", "lz4", "zstd")})
OBJECT_STORE = closed(
    {
        "configuration": closed(
            {
                "destinationPath": {"type": "string", "pattern": "^s3://"},
                "s3Credentials": closed({"accessKeyId": KEY, "secretAccessKey": KEY}),
            },
            {"endpointURL": TEXT, "wal": COMPRESSION, "data": COMPRESSION},
        )
    },
    {"retentionPolicy": {"type": "string", "pattern": r"^[1-9]\d*[dwm]$"}},
)

# RabbitMQ: affinity and the patched pod are core types, which test_schemas.py holds against Kubernetes' own.
RABBITMQ_CLUSTER = closed(
    {
        "replicas": NUMBER,
        "persistence": closed({"storage": QUANTITY}, {"storageClassName": TEXT}),
        "resources": RESOURCES,
        "rabbitmq": closed({"additionalConfig": TEXT}),
        "affinity": {"type": "object"},
        "override": closed(
            {"statefulSet": closed({"spec": closed({"template": closed({"spec": {"type": "object"}})})})}
        ),
    },
    {"image": TEXT, "tls": closed({"secretName": TEXT})},
)

POD_MONITOR = closed(
    {
        "selector": SELECTOR,
        "podMetricsEndpoints": many(
            closed(
                {"port": TEXT, "path": TEXT},
                {
                    "interval": TEXT,
                    "relabelings": many(closed({"sourceLabels": many(TEXT), "targetLabel": TEXT})),
                },
            )
        ),
    },
    {"jobLabel": TEXT},
)
PROMETHEUS_RULE = closed(
    {
        "groups": many(
            closed(
                {
                    "name": TEXT,
                    "rules": many(
                        closed(
                            {"alert": TEXT, "expr": TEXT},
                            {"for": TEXT, "labels": LABELS, "annotations": LABELS},
                        )
                    ),
                }
            )
        )
    }
)

SCHEMAS: dict[str, Schema] = {
    **kind("keda.sh/v1alpha1", "ScaledObject", SCALED_OBJECT),
    **kind("keda.sh/v1alpha1", "TriggerAuthentication", TRIGGER_AUTHENTICATION),
    **kind("postgresql.cnpg.io/v1", "Cluster", POSTGRES_CLUSTER),
    **kind("postgresql.cnpg.io/v1", "ScheduledBackup", SCHEDULED_BACKUP),
    **kind("barmancloud.cnpg.io/v1", "ObjectStore", OBJECT_STORE),
    **kind("rabbitmq.com/v1beta1", "RabbitmqCluster", RABBITMQ_CLUSTER),
    **kind("monitoring.coreos.com/v1", "PodMonitor", POD_MONITOR),
    **kind("monitoring.coreos.com/v1", "PrometheusRule", PROMETHEUS_RULE),
}
