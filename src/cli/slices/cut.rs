//! One part of a number, for machines and for people.

use serde::Serialize;

use crate::{
    catalog::{Catalog, metric::Metric},
    cli::table::Table,
    domain::{
        decimal::{Hundredths, thousands},
        measure::{Better, Measure, Unit},
    },
};

#[derive(Serialize)]
pub struct Cut {
    code: Option<String>,
    name: Option<String>,
    numerator: i64,
    /// Null for a count.
    denominator: Option<i64>,
    value: Option<String>,
    /// Points of the whole that the subjects missing in the numerator cost it; null where it is no share to be raised.
    gain: Option<String>,
}

impl Cut {
    /// `named` is code and name; `whole` the denominator of all parts together, 0 where they are no parts of one whole.
    pub fn new(
        metric: &Metric,
        named: (Option<String>, Option<String>),
        measure: Measure,
        whole: i64,
    ) -> Self {
        // What keeps it from being as good as it can: those not in the numerator, or where lower is better, those in it.
        let missed = match metric.better {
            Better::Higher => {
                measure.denominator.map(|denominator| denominator - measure.numerator)
            }
            Better::Lower => Some(measure.numerator),
        };
        let gain = missed
            .filter(|_| metric.unit == Unit::Percent)
            .and_then(|missed| Hundredths::of_fraction(missed, whole, 100));
        // What a count's rows of no denominator hold is told by the metric.
        let measure = Measure {
            denominator: measure.denominator.filter(|_| metric.denominator.is_some()),
            ..measure
        };
        let (code, name) = named;
        Self {
            code,
            name,
            numerator: measure.numerator,
            denominator: measure.denominator,
            value: measure.plain(metric.unit),
            gain: gain.map(|gain| gain.to_string()),
        }
    }
}

pub fn plain(cuts: &[Cut]) -> Table {
    let mut table = Table::new(["code", "name", "numerator", "denominator", "value", "gain"]);
    for cut in cuts {
        table.row([
            cut.code.clone().unwrap_or_default(),
            cut.name.clone().unwrap_or_default(),
            cut.numerator.to_string(),
            cut.denominator.map_or(String::new(), |denominator| denominator.to_string()),
            cut.value.clone().unwrap_or_default(),
            cut.gain.clone().unwrap_or_default(),
        ]);
    }
    table
}

pub fn table(catalog: &Catalog, metric: &Metric, by: &str, cuts: &[Cut]) -> Table {
    let say = |id: &str| catalog.phrases.say(id, &[]);
    let number = |id: &str| format!("#{}", say(id));
    let mut table = Table::new([
        say(&format!("column.{by}")),
        number("column.numerator"),
        number("column.denominator"),
        number("column.value"),
        number("column.gain"),
    ]);
    let sign = if metric.unit.is_of_hundred() { "%" } else { "" };
    for cut in cuts {
        let decimal = |text: &Option<String>, sign: &str| {
            text.as_ref().map_or("–".into(), |text| format!("{}{sign}", text.replace('.', ",")))
        };
        table.row([
            cut.name.clone().or_else(|| cut.code.clone()).unwrap_or_else(|| say("value.unknown")),
            thousands(cut.numerator),
            cut.denominator.map_or("–".into(), thousands),
            if cut.denominator.is_some() {
                decimal(&cut.value, sign)
            } else {
                thousands(cut.numerator)
            },
            decimal(&cut.gain, ""),
        ]);
    }
    table
}
