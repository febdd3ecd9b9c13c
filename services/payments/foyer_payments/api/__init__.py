"""The doors of payments: business under `/v1`, customer under `/customer`."""
