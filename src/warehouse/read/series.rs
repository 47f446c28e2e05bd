//! A metric's value for one agency over several periods.

use super::{
    super::WarehouseError,
    values::{Selection, Value},
    warehouse::Warehouse,
};
use crate::domain::period::Period;

impl Warehouse {
    /// The agency's value in each period; `None` where it has no row.
    pub fn series(
        &self,
        selection: &Selection,
        agency: &str,
        periods: &[Period],
    ) -> Result<Vec<(Period, Option<Value>)>, WarehouseError> {
        let mut series = Vec::with_capacity(periods.len());
        for period in periods {
            let values = self.values(&Selection {
                period: *period,
                ..selection.clone()
            })?;
            series.push((
                *period,
                values
                    .iter()
                    .find(|value| value.agency_code == agency)
                    .cloned(),
            ));
        }
        Ok(series)
    }
}
