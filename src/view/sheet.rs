//! A metric's definition as a sheet of Markdown: what a clerk needs to check it, in Vietnamese.

use jiff::civil::Date;

use crate::{
    catalog::{Catalog, CatalogError, metric::Metric, target::TargetDefinition},
    domain::vietnamese_date::format_day,
    domain::{decimal::format_plain, measure::BetterDirection},
};

/// Every metric, in the order of their ids.
pub fn document_all(catalog: &Catalog) -> Result<String, CatalogError> {
    let say = |id: &str| catalog.phrases.format_phrase(id, &[]);
    let mut parts = vec![format!("# {}\n\n{}\n", say("sheet.title"), say("sheet.generated"))];
    for metric in &catalog.metrics {
        parts.push(format!("\n#{}", document_metric(catalog, metric)?));
    }
    Ok(parts.concat())
}

/// Writes the definition of one metric as Markdown. Fails where the targets of the content cannot
/// be read.
pub fn document_metric(catalog: &Catalog, metric: &Metric) -> Result<String, CatalogError> {
    let code = (catalog.phrases.format_phrase("sheet.id", &[]), format!("`{}`", metric.id));
    let targets = TargetDefinition::for_metric(&catalog.content, &metric.id)?;
    let targets = targets.iter().map(|target| describe_target(catalog, metric, target));
    let always = (Date::MIN, Date::MAX);
    let lines: Vec<String> =
        ([code].into_iter().chain(definition_lines(catalog, metric, always, targets)))
            .map(|(what, text)| format!("- {what}: {text}\n"))
            .collect();
    Ok(format!("# {}\n\n{}", metric.name, lines.concat()))
}

/// What of the definition, and its text; among them the law as it was on these days, and these targets.
pub fn definition_lines(
    catalog: &Catalog,
    metric: &Metric,
    days: (Date, Date),
    targets: impl Iterator<Item = String>,
) -> Vec<(String, String)> {
    let say = |id: &str| catalog.phrases.format_phrase(id, &[]);
    let better = match metric.better {
        BetterDirection::Higher => "sheet.higher",
        BetterDirection::Lower => "sheet.lower",
    };
    let mut lines = vec![("sheet.numerator", metric.numerator.clone())];
    lines.extend(metric.denominator.clone().map(|text| ("sheet.denominator", text)));
    lines.push((
        "sheet.unit",
        format!("{}; {}", say(&format!("unit.{}", metric.unit.id())), say(better)),
    ));
    lines.push(("sheet.rule", metric.rule_name.clone()));
    lines.push(("sheet.statuses", metric.statuses.clone()));
    lines.push(("sheet.source", catalog.legal_source(metric, days)));
    lines.extend((metric.published_as.clone()).map(|id| ("sheet.published_as", format!("`{id}`"))));
    lines.extend(targets.map(|target| ("sheet.target", target)));
    lines.extend(metric.example.clone().map(|text| ("sheet.example", text)));
    lines.into_iter().map(|(id, text)| (say(id), text)).collect()
}

fn describe_target(catalog: &Catalog, metric: &Metric, target: &TargetDefinition) -> String {
    let sign = if metric.unit.is_of_hundred() { "%" } else { "" };
    let values = [
        ("value", format!("{}{sign}", format_plain(&target.value))),
        ("from", format_day(target.valid_from)),
        ("source", target.source.clone()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let is_ceiling = target.kind == "floor" && metric.better == BetterDirection::Lower;
    let kind = if is_ceiling { "ceiling" } else { &target.kind };
    catalog.phrases.format_phrase(&format!("sheet.{kind}"), &values)
}
