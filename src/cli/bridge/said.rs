//! A bridge as a table, as CSV and as JSON.

use serde_json::{Value, json};

use crate::{
    catalog::metric::Metric,
    cli::output::table::OutputTable,
    domain::{
        decimal::{format_change, format_thousands},
        measure::Measure,
    },
    view::AnswerWording,
    warehouse::query::{BridgeAsked, BridgeRow, BridgeSide, MetricBridge, format_civil_time},
};

/// A bridge with the names of what it leads over.
pub struct NamedBridge<'a> {
    pub words: AnswerWording<'a>,
    pub asked: &'a BridgeAsked<'a>,
}

impl NamedBridge<'_> {
    /// Lays out the first number, what each reason adds, and the second number.
    pub fn steps_table(&self, bridge: &MetricBridge) -> OutputTable {
        let say = |id: &str| self.words.fill_phrase(id, &[]);
        let number = |id: &str| format!("#{}", say(id));
        let mut table = OutputTable::new([
            say("column.bridge"),
            number("column.dossiers"),
            number("column.numerator"),
            number("column.denominator"),
            number("column.value"),
        ]);
        let side = |metric: &Metric, side: BridgeSide| {
            let measure = Measure::new(side.numerator, Some(side.denominator));
            [
                format!("{} ({})", metric.name, metric.rule_name),
                String::new(),
                format_thousands(side.numerator),
                format_thousands(side.denominator),
                self.words.format_value(metric, measure),
            ]
        };
        table.push_row(side(self.asked.first, bridge.first));
        for step in &bridge.steps {
            table.push_row([
                format!("  {}", self.words.bridge_reason(self.asked.reasons, &step.reason)),
                format_thousands(i64::try_from(step.dossiers).unwrap_or(i64::MAX)),
                format_change(step.change.numerator),
                format_change(step.change.denominator),
                String::new(),
            ]);
        }
        table.push_row(side(self.asked.second, bridge.second));
        table
    }

    /// Makes the table of the dossiers that differ, for programs.
    pub fn rows_table(&self, rows: &[BridgeRow]) -> OutputTable {
        let mut table = OutputTable::new([
            "reason",
            "dossier_code",
            "agency_code",
            "procedure_name",
            "status",
            "received_at",
            "due_at",
            "ended_at",
            "first_numerator",
            "first_denominator",
            "second_numerator",
            "second_denominator",
        ]);
        for BridgeRow { reason, first, second, dossier } in rows {
            let time = |time: Option<_>| time.map_or(String::new(), format_civil_time);
            table.push_row([
                reason.clone(),
                dossier.dossier_code.clone(),
                dossier.agency_code.clone(),
                dossier.procedure_name.clone().unwrap_or_default(),
                dossier.status.clone(),
                time(dossier.received_at),
                time(dossier.due_at),
                time(dossier.ended_at),
                first.numerator.to_string(),
                first.denominator.to_string(),
                second.numerator.to_string(),
                second.denominator.to_string(),
            ]);
        }
        table
    }

    /// Makes the answer for programs: the numbers, the steps between them, the dossiers.
    pub fn bridge_json(&self, bridge: &MetricBridge, rows: &[BridgeRow]) -> Value {
        let side = |metric: &Metric, side: BridgeSide| {
            let value = Measure::new(side.numerator, Some(side.denominator)).to_plain(metric.unit);
            json!({
                "metric": metric.id, "rule": metric.rule.id(), "numerator": side.numerator,
                "denominator": side.denominator, "value": value,
            })
        };
        let steps = bridge.steps.iter().map(|step| {
            json!({
                "reason": step.reason,
                "meaning": self.words.bridge_reason(self.asked.reasons, &step.reason),
                "dossiers": step.dossiers, "numerator": step.change.numerator, "denominator": step.change.denominator,
            })
        });
        let rows = rows.iter().map(|row| {
            json!({
                "reason": row.reason, "dossier_code": row.dossier.dossier_code, "agency_code": row.dossier.agency_code,
                "first": [row.first.numerator, row.first.denominator], "second": [row.second.numerator, row.second.denominator],
            })
        });
        json!({
            "period": self.asked.period.to_string(),
            "first": side(self.asked.first, bridge.first),
            "steps": steps.collect::<Vec<_>>(),
            "second": side(self.asked.second, bridge.second),
            "rows": rows.collect::<Vec<_>>(),
        })
    }
}
