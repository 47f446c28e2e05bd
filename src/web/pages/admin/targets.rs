//! Ngưỡng, chỉ tiêu: which targets hold today, and those the office sets itself.

use std::{path::Path, str::FromStr, sync::Arc};

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;

use super::super::{super::ServedSite, work};
use crate::{
    catalog::{
        CatalogError,
        metric::Metric,
        target::{TargetDefinition, office_target},
    },
    domain::vietnamese_date::format_day,
    domain::{decimal::format_plain, measure::MeasureUnit, threshold::Threshold},
    state::audit::AuditAction,
    view::AnswerWording,
    warehouse::WarehouseError,
    web::{
        auth::form::CheckedForm,
        http::{client::ClientAddress, error::WebError},
    },
};

/// A reason is a line, not a document.
const LONGEST_SOURCE: usize = 200;

/// Holds the part of the page that shows the targets in force and those the office set.
pub struct TargetsView {
    pub in_force: Vec<TargetLine>,
    pub own: Vec<OfficeTarget>,
    /// Id and name of whatever can have one.
    pub metrics: Vec<(String, String)>,
    pub levels: Vec<(String, String)>,
}

/// Describes one target, in Vietnamese.
pub struct TargetLine {
    pub metric: String,
    pub limit: String,
    pub of: String,
    pub source: String,
}

/// A target the office set.
pub struct OfficeTarget {
    pub line: TargetLine,
    /// "01/01/2026 – 31/12/2026"
    pub days: String,
    /// As its form sends it to take it back.
    pub target: String,
}

/// Lists the targets in force today, the office's own, and what a new one can be set for. Fails
/// where the office's targets cannot be read.
pub fn targets_view(site: &ServedSite) -> Result<TargetsView, WebError> {
    let own = office_target::list_targets(&site.data)?;
    Ok(TargetsView {
        in_force: in_force(site)?,
        own: own.iter().map(|target| own_line(site, target)).collect(),
        metrics: (site.catalog.metrics_by_use())
            .map(|metric| (metric.id.clone(), metric.short_name.clone()))
            .collect(),
        levels: (site.catalog.vocabulary.coded_values("level"))
            .map(|level| {
                (level.to_owned(), site.catalog.vocabulary.display_name("level", level).to_owned())
            })
            .collect(),
    })
}

/// Of all metrics; none before anything is published.
fn in_force(site: &ServedSite) -> Result<Vec<TargetLine>, WebError> {
    let warehouse = match site.open_warehouse() {
        Err(WarehouseError::NotBuilt { .. }) => return Ok(Vec::new()),
        found => found?,
    };
    let (words, today) = (AnswerWording::new(&site.catalog), (site.clock)().date());
    let mut lines = Vec::new();
    for metric in &site.catalog.metrics {
        for target in warehouse.metrics.targets(metric, today)?.all() {
            lines.push(TargetLine {
                metric: metric.short_name.clone(),
                limit: words.describe_limit(metric, target),
                of: binding_name(site, target.bound_agencies()),
                source: target.source.clone(),
            });
        }
    }
    Ok(lines)
}

fn own_line(site: &ServedSite, target: &TargetDefinition) -> OfficeTarget {
    let words = AnswerWording::new(&site.catalog);
    let metric = site.catalog.find_metric(&target.metric_id).ok();
    let unit = if metric.is_some_and(|metric| metric.unit.is_of_hundred()) { "%" } else { "" };
    let value = format!("{}{unit}", format_plain(&target.value));
    let until = target.valid_to.map_or_else(String::new, format_day);
    OfficeTarget {
        line: TargetLine {
            metric: metric.map_or_else(|| target.metric_id.clone(), |it| it.short_name.clone()),
            limit: words.fill_phrase(&format!("limit.{}", target.kind), &[("value", &value)]),
            of: binding_name(site, (target.agency_code.as_deref(), target.level.as_deref())),
            source: target.source.clone(),
        },
        days: format!("{} – {until}", format_day(target.valid_from)),
        target: serde_json::to_string(target).expect("a target is plain data"),
    }
}

fn binding_name(site: &ServedSite, binds: (Option<&str>, Option<&str>)) -> String {
    match binds {
        (Some(agency), _) => site.agency_name(agency),
        (None, Some(level)) => site.catalog.vocabulary.display_name("level", level).to_owned(),
        (None, None) => site.catalog.phrases.format_phrase("admin.everyone", &[]),
    }
}

/// Sets a target of the office, notes it in the audit log, and starts a build. A form that cannot
/// be so is told on the page.
pub async fn add_target(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let metric = site.catalog.find_metric(form.field_value("metric"))?;
    let agency = site.find_named(&form, "agency", "/admin/targets")?.found_or("target_agency");
    let field = |name: &str| form.field_value(name).trim();
    match agency.and_then(|agency| parse_target(&site, metric, agency, field)) {
        Ok(target) => {
            let said =
                site.say("audit.target_set", &[("target", &describe_target(&site, &target))]);
            let asked = (target.clone(), true);
            let change = |data: &Path| office_target::add_target(data, target);
            apply_change(site, client, &form, (said, asked), change).await
        }
        Err(said) => Ok(Redirect::to(&format!("/admin?said={said}#muc-dat-ra")).into_response()),
    }
}

/// Takes back a target of the office, notes it in the audit log, and starts a build.
pub async fn remove_target(
    State(site): State<Arc<ServedSite>>,
    client: ClientAddress,
    form: CheckedForm,
) -> Result<Response, WebError> {
    let target: TargetDefinition = serde_json::from_str(form.field_value("target"))
        .map_err(|_| WebError::BadForm { problem: "target".to_owned() })?;
    let said = site.say("audit.target_removed", &[("target", &describe_target(&site, &target))]);
    let asked = (target.clone(), false);
    let change = move |data: &Path| office_target::remove_target(data, &target);
    apply_change(site, client, &form, (said, asked), change).await
}

/// Notes it, does it, and begins to build: from then on the new target is judged by. Of two who do the same at once one does; the other
/// is told that it is done.
async fn apply_change(
    site: Arc<ServedSite>,
    client: ClientAddress,
    form: &CheckedForm,
    (said, (target, is_added)): (String, (TargetDefinition, bool)),
    change: impl FnOnce(&Path) -> Result<bool, CatalogError> + Send + 'static,
) -> Result<Response, WebError> {
    let to = |said: &str| Redirect::to(&format!("/admin?said={said}#muc-dat-ra")).into_response();
    work::ensure_idle(&site)?;
    let (visitor, known) = (Arc::clone(&form.visitor), Arc::clone(&site));
    let changed = Arc::clone(&site).with_state(move |state, now| {
        if office_target::list_targets(&known.data)?.contains(&target) == is_added {
            return Ok(false);
        }
        state.append_audit(now, visitor.name(), &client.address, AuditAction::Change, &said)?;
        Ok(change(&known.data)?)
    });
    if !changed.await? {
        return Ok(to(if is_added { "target_there" } else { "target_gone" }));
    }
    match work::begin_build(&site, &form.visitor) {
        // It is set; what goes on may have begun before it.
        Err(WebError::Conflict { .. }) => Ok(to("target_waits")),
        begun => begun,
    }
}

/// As the audit log has it: `ngưỡng 85% của Xã An Sơn, chỉ tiêu …, từ ngày 01/01/2026`.
fn describe_target(site: &ServedSite, target: &TargetDefinition) -> String {
    let OfficeTarget { line: TargetLine { metric, limit, of, .. }, .. } = own_line(site, target);
    let from = format_day(target.valid_from);
    let said = [("limit", &*limit), ("of", &of), ("metric", &metric), ("from", &from)];
    site.say("audit.target", &said)
}

/// What a form asks for; or which of its fields cannot be so, as the page says it.
fn parse_target<'f>(
    site: &ServedSite,
    metric: &Metric,
    agency_code: Option<String>,
    field: impl Fn(&str) -> &'f str,
) -> Result<TargetDefinition, &'static str> {
    let value = field("value").trim_end_matches('%').trim().replace(',', ".");
    let limit = Threshold::from_str(&value).map_err(|_| "target_value")?;
    if metric.unit == MeasureUnit::Percent && !limit.is_share() {
        return Err("target_value");
    }
    let from = field("valid_from").parse().map_err(|_| "target_days")?;
    let to = Some(field("valid_to")).filter(|text| !text.is_empty());
    let to: Option<Date> = to.map(str::parse).transpose().map_err(|_| "target_days")?;
    if to.is_some_and(|to| to < from) {
        return Err("target_days");
    }
    let source = field("source");
    if source.is_empty() || source.chars().count() > LONGEST_SOURCE {
        return Err("target_source");
    }
    let mut levels = site.catalog.vocabulary.coded_values("level");
    let level = levels.find(|known| *known == field("level") && agency_code.is_none());
    Ok(TargetDefinition {
        metric_id: metric.id.clone(),
        kind: if field("kind") == "goal" { "goal" } else { "floor" }.to_owned(),
        agency_code,
        level: level.map(str::to_owned),
        value,
        valid_from: from,
        valid_to: to,
        source: source.to_owned(),
    })
}
