//! The five answers a chair asks for, each worked out by hand.

mod edges;
mod months;

use std::fmt::Write as _;

use motcua::{
    domain::{basis::MetricBasis, measure::Rule, sight::DataScope},
    view::{Briefing, BriefingRequest, ProofPlace, SentenceKind},
};

use crate::support::office::Office;

pub const AN_SON: &str = "06283";
pub const HOA_BINH: &str = "06274";
pub const DONG_GIAP: &str = "06295";

/// Rows as an export has them.
pub struct Rows(String);

impl Rows {
    pub fn new() -> Self {
        Self("receiving_agency,solving_agency,status,received_at,due_at,ended_at,procedure_code,procedure_name\n".into())
    }

    /// Finished dossiers of one procedure, so many on their day and so many the day after.
    pub fn ended(
        mut self,
        agency: &str,
        day: &str,
        on_time: u32,
        overdue: u32,
        procedure: &str,
    ) -> Self {
        let due_before = day.parse::<jiff::civil::Date>().expect("a day").yesterday().expect("one");
        for number in 0..on_time + overdue {
            let due = if number < on_time { day.to_owned() } else { due_before.to_string() };
            let _ = writeln!(
                self.0,
                "{agency},{agency},finished,{due_before},{due},{day},{procedure},Thủ tục {procedure}"
            );
        }
        self
    }

    pub fn open(mut self, agency: &str, received: &str, due: &str, count: u32) -> Self {
        for _ in 0..count {
            let _ = writeln!(
                self.0,
                "{agency},{agency},in_progress,{received},{due},,1.001,Thủ tục 1.001"
            );
        }
        self
    }

    pub fn office(&self) -> Office {
        let office = Office::with_metrics(&["overdue_open", "due_soon"]);
        let (taken, _) = office.given(&self.0);
        for one in taken {
            one.expect("taken in");
        }
        office
    }
}

pub fn briefing_of(
    office: &Office,
    period: &str,
    agency: Option<&str>,
    scope: &DataScope,
) -> Briefing {
    let warehouse = office.warehouse().with_scope(scope).expect("a scope");
    let period = period.parse().expect("a period");
    let agency = agency.map(|code| warehouse.agencies.at(code, period).expect("an agency"));
    let request = BriefingRequest {
        catalog: &office.catalog,
        warehouse: &warehouse,
        ranking: office.catalog.find_metric("on_time_rate").expect("a metric"),
        period,
        basis: MetricBasis::Computed,
        rule: Rule::Date,
        agency: agency.as_ref(),
        is_public: false,
        is_brief: false,
    };
    request.make_briefing().expect("answered")
}

pub fn briefing(office: &Office, period: &str) -> Briefing {
    briefing_of(office, period, None, &DataScope::All)
}

/// What is said, every space a plain one.
pub fn said(briefing: &Briefing, kind: SentenceKind) -> String {
    let found = briefing.sentences.iter().find(|sentence| sentence.kind == kind);
    found.map_or_else(String::new, |sentence| sentence.text.replace('\u{a0}', " "))
}

pub fn place(briefing: &Briefing, kind: SentenceKind) -> Vec<ProofPlace> {
    let found = briefing.sentences.iter().find(|sentence| sentence.kind == kind);
    found.map_or_else(Vec::new, |found| {
        found.proofs.iter().map(|proof| proof.place.clone()).collect()
    })
}

/// November: An Sơn 10/10, Hòa Bình 8/10. December: An Sơn 9/12, Hòa Bình 10/10, Đồng Giáp 1/2, and what is open.
pub fn two_months() -> Rows {
    Rows::new()
        .ended(AN_SON, "2023-11-20", 10, 0, "1.001")
        .ended(HOA_BINH, "2023-11-20", 8, 2, "1.001")
        .ended(AN_SON, "2023-12-12", 4, 3, "1.001")
        .ended(AN_SON, "2023-12-12", 5, 0, "1.002")
        .ended(HOA_BINH, "2023-12-12", 10, 0, "1.001")
        .ended(DONG_GIAP, "2023-12-01", 1, 1, "1.001")
        .open(HOA_BINH, "2023-11-01", "2023-11-10", 1)
        .open(AN_SON, "2023-12-15", "2023-12-20", 2)
        .open(HOA_BINH, "2023-12-15", "2023-11-30", 1)
        .open(AN_SON, "2023-12-28", "2024-01-02", 2)
        .open(HOA_BINH, "2023-12-28", "2024-01-03", 1)
}
