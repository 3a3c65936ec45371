"""Published data, forecast walking forward by the forecasters of `ipmplan.forecasting`: only columns are mapped here."""
