//! Two builds asked the same questions: whatever they answer differently is named.

use crate::{
    catalog::{Catalog, metric::Metric},
    domain::{basis::MetricBasis, period::Period},
    view::answers::MetricAnswer,
    warehouse::{
        WarehouseError,
        query::{AgencyFilter, AgencyLevel, MetricRequest, RowsAsked, Warehouse},
    },
};

/// Says how many answers two builds gave, and which of them differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerComparison {
    pub answers: u64,
    /// Each as `metric period …`, or as `table …`.
    pub differing: Vec<String>,
}

/// How many periods of each shape are compared, the last known one among them.
const PERIODS: usize = 4;

/// Dossiers of a list that are read at a time.
const PAGE: u64 = 20_000;

impl AnswerComparison {
    /// Compares every answer of the last periods of each shape, byte for byte as machines get them: every metric, every agency, both
    /// bases, the lists of what fails; then every table as a whole.
    pub fn of_builds(
        catalog: &Catalog,
        one: &Warehouse,
        other: &Warehouse,
    ) -> Result<Self, WarehouseError> {
        let mut found = Self::default();
        found.note("data_version".to_owned(), one.data_version == other.data_version);
        let newest = one.newest_on.max(other.newest_on);
        let periods: Vec<Period> = newest.into_iter().flat_map(last_periods).collect();
        let metrics: Vec<&Metric> = catalog.metrics.iter().collect();
        for basis in [MetricBasis::Computed, MetricBasis::Published] {
            for warehouse in [one, other] {
                warehouse.metrics.prefetch(&metrics, &periods, basis)?;
            }
            for metric in &metrics {
                for period in &periods {
                    let asked = MetricRequest { metric, period: *period, basis };
                    let is_same = answer_text(one, &asked)? == answer_text(other, &asked)?;
                    let question = if basis.is_published() {
                        name_question(catalog, "proof.published", metric, *period)
                    } else {
                        format!("{} {period}", metric.id)
                    };
                    found.note(question, is_same);
                }
            }
        }
        for metric in metrics {
            for period in &periods {
                let is_same = is_same_list(one, other, (metric, *period))?;
                found.note(name_question(catalog, "proof.list", metric, *period), is_same);
            }
        }
        found.compare_tables(catalog, &one.digest_tables()?, &other.digest_tables()?);
        Ok(found)
    }

    fn compare_tables(
        &mut self,
        catalog: &Catalog,
        one: &[(String, String)],
        other: &[(String, String)],
    ) {
        let question = |name: &str| catalog.phrases.format_phrase("proof.table", &[("name", name)]);
        for (name, digest) in one {
            let same = other.iter().any(|(table, found)| table == name && found == digest);
            self.note(question(name), same);
        }
        for (name, _) in other.iter().filter(|(name, _)| one.iter().all(|(it, _)| it != name)) {
            self.note(question(name), false);
        }
    }

    fn note(&mut self, question: String, is_same: bool) {
        self.answers += 1;
        if !is_same {
            self.differing.push(question);
        }
    }
}

fn name_question(catalog: &Catalog, phrase: &str, metric: &Metric, period: Period) -> String {
    let values = [("metric", metric.id.as_str()), ("period", &period.to_string())];
    catalog.phrases.format_phrase(phrase, &values)
}

/// The last periods of each shape, the one that holds the day first.
fn last_periods(day: jiff::civil::Date) -> Vec<Period> {
    let before = |period: &Period| Some(period.previous_period());
    Period::all_of(day)
        .into_iter()
        .flat_map(|period| std::iter::successors(Some(period), before).take(PERIODS))
        .collect()
}

/// Both what is asked of agencies that have data of their own and of those that have it through others.
fn answer_text(warehouse: &Warehouse, asked: &MetricRequest) -> Result<String, WarehouseError> {
    let filter = AgencyFilter { level: Some(AgencyLevel::All), ..AgencyFilter::default() };
    let own = MetricAnswer::of_values(warehouse, asked, &filter)?;
    let own = serde_json::to_string(&own).expect("an answer is plain data");
    Ok(format!("{own}\n{:?}", warehouse.metrics.values(asked)?))
}

fn is_same_list(
    one: &Warehouse,
    other: &Warehouse,
    (metric, period): (&Metric, Period),
) -> Result<bool, WarehouseError> {
    let mut skip = 0;
    loop {
        let asked =
            RowsAsked { failing: true, skip, at_most: PAGE, ..RowsAsked::new(metric, period) };
        let (here, there) = (one.dossiers.list(&asked)?, other.dossiers.list(&asked)?);
        if here != there {
            return Ok(false);
        }
        if (here.rows.len() as u64) < PAGE {
            return Ok(true);
        }
        skip += PAGE;
    }
}
