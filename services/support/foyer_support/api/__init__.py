"""The doors of support: business under `/v1`, customer under `/customer`."""
