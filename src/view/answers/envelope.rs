//! What every answer about one metric says of itself.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Object, RefOr, Schema},
};

use crate::{catalog::metric::Metric, domain::period::Period, warehouse::query::AgencyName};

/// Carries an answer about one metric: of which period or agency it is, by which rule, of which build; then its body.
#[derive(Debug, Clone, Serialize)]
pub struct MetricEnvelope<B, A = PeriodSubject> {
    #[serde(flatten)]
    metric: MetricTitle,
    #[serde(flatten)]
    about: A,
    #[serde(flatten)]
    basis: AnswerBasis,
    #[serde(flatten)]
    pub body: B,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct MetricTitle {
    /// Id of the metric.
    metric: String,
    name: String,
    /// Whether its values are shares of a hundred: a table of them shows that.
    #[serde(skip)]
    is_share: bool,
}

/// Names the period an answer is of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeriodSubject {
    /// Id of the period.
    period: String,
}

/// Names the agency an answer is of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgencySubject {
    agency_code: String,
    agency_name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct AnswerBasis {
    /// `date` or `timestamp`.
    rule: &'static str,
    data_version: String,
}

impl<B, A> MetricEnvelope<B, A> {
    /// Puts a body into its envelope.
    pub fn new(metric: &Metric, about: impl Into<A>, data_version: &str, body: B) -> Self {
        Self {
            metric: MetricTitle {
                metric: metric.id.clone(),
                name: metric.name.clone(),
                is_share: metric.unit.is_of_hundred(),
            },
            about: about.into(),
            basis: AnswerBasis { rule: metric.rule.id(), data_version: data_version.to_owned() },
            body,
        }
    }
}

impl<B, A> MetricEnvelope<B, A> {
    /// Tells whether the metric's values are shares of a hundred.
    pub fn is_share(&self) -> bool {
        self.metric.is_share
    }
}

impl<B> MetricEnvelope<B> {
    /// Gives the id of the period.
    pub fn period(&self) -> &str {
        &self.about.period
    }
}

impl From<Period> for PeriodSubject {
    fn from(period: Period) -> Self {
        Self { period: period.to_string() }
    }
}

impl From<&AgencyName> for AgencySubject {
    fn from(agency: &AgencyName) -> Self {
        Self { agency_code: agency.code.clone(), agency_name: agency.name.clone() }
    }
}

/// One object, described as its body is.
impl<B: ToSchema, A: ToSchema> PartialSchema for MetricEnvelope<B, A> {
    fn schema() -> RefOr<Schema> {
        let mut whole = Object::new();
        for part in [MetricTitle::schema(), A::schema(), AnswerBasis::schema(), B::schema()] {
            if let RefOr::T(Schema::Object(part)) = part {
                whole.properties.extend(part.properties);
                whole.required.extend(part.required);
                whole.description = part.description;
            }
        }
        Schema::Object(whole).into()
    }
}

impl<B: ToSchema, A: ToSchema> ToSchema for MetricEnvelope<B, A> {
    fn name() -> Cow<'static, str> {
        B::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        B::schemas(schemas);
    }
}
