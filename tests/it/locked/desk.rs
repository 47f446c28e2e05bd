//! An office that reported November 2023, and the exports that came after.

use jiff::civil::{Date, DateTime, date};
use motcua::{
    catalog::{metric::Metric, settings::ProgramSettings},
    domain::{period::Period, sight::DataScope},
    period_lock::{LockFolder, LockNote, LockedPeriod, NumberChange},
    pipeline::{
        ErasureOutcome, IngestOverrides, LockActor, LockRequest, PipelineError, PipelineRun,
    },
};

use crate::{
    support::office::Office,
    warehouse::publishing::{HEADING, said},
};

pub const AN_SON: &str = "06283";
pub const OTHER: &str = "06274";

const ACTOR: LockActor = LockActor { user: Some("lan"), name: "lan", address: "10.0.0.7" };

/// What the weekly report asks for besides.
const PAPERS: [&str; 7] = [
    "apology_rate",
    "digital_result_rate",
    "digitised_input_rate",
    "due_soon",
    "online_rate",
    "overdue_open",
    "silent_communes",
];

pub struct LockDesk {
    pub office: Office,
}

/// A dossier received on 1/11 and due on 10/11/2023.
pub fn row(code: &str, agency: &str, status: &str, ended: &str) -> String {
    format!("{code},{agency},{status},2023-11-01,2023-11-10,{ended}\n")
}

pub fn on_time(code: &str, agency: &str) -> String {
    row(code, agency, "finished", "2023-11-08")
}

pub fn overdue(code: &str, agency: &str) -> String {
    row(code, agency, "finished", "2023-11-20")
}

pub fn november() -> Period {
    "2023-11".parse().expect("a period")
}

pub fn at(day: i8, hour: i8) -> DateTime {
    date(2024, 1, day).at(hour, 0, 0, 0)
}

impl LockDesk {
    /// An office of the metrics most tests ask for, see [`Self::of_office`].
    pub fn new() -> Self {
        Self::of_office(Office::new(), &said(5))
    }

    /// One whose exports are invented, as the demo's.
    pub fn of_invented() -> Self {
        Self::of_office(Office::new(), &IngestOverrides { is_invented: true, ..said(5) })
    }

    /// One whose weekly report can be made.
    pub fn with_papers() -> Self {
        Self::of_office(Office::with_metrics(&PAPERS), &said(5))
    }

    /// 8 of 9 on time in xã An Sơn, A9 is not; 2 of 3 in the other commune, B3 is not: 10 of 12.
    fn of_office(office: Office, said: &IngestOverrides) -> Self {
        let desk = Self { office };
        let first = (1..9).map(|number| on_time(&format!("A{number}"), AN_SON));
        let rows = first.chain([
            overdue("A9", AN_SON),
            on_time("B1", OTHER),
            on_time("B2", OTHER),
            overdue("B3", OTHER),
        ]);
        let text = format!("{HEADING}{}", rows.collect::<String>());
        let file = desk.office.file("1.csv", text);
        desk.office.begin_with(&file, said, at(2, 8));
        desk
    }

    pub fn take_in(&self, day: i8, rows: &[String]) {
        let file = self.office.file(&format!("{day}.csv"), format!("{HEADING}{}", rows.concat()));
        let (taken, build) = self.office.ingest(&file, &said(day));
        assert!(build.is_some() && taken.iter().all(Result::is_ok), "{taken:?}");
    }

    /// Three exports after the lock: one corrects A8, A9 and B2, one moves B1, one tells of A11, A12, A13 and B4.
    pub fn take_in_three_more(&self) {
        self.take_in(
            10,
            &[
                overdue("A8", AN_SON),
                on_time("A9", AN_SON),
                row("B2", OTHER, "withdrawn", "2023-11-08"),
            ],
        );
        self.take_in(15, &[on_time("B1", AN_SON)]);
        self.take_in(
            20,
            &[
                on_time("A11", AN_SON),
                overdue("A12", AN_SON),
                on_time("A13", AN_SON),
                on_time("B4", OTHER),
            ],
        );
    }

    pub fn lock(&self, reports: &[&str]) -> Result<LockedPeriod, PipelineError> {
        let reports: Vec<String> = reports.iter().map(|id| (*id).to_owned()).collect();
        let request = LockRequest {
            period: november(),
            reports: &reports,
            on: None::<Date>,
            note: "công văn 12/UBND-VP",
            takes_incomplete: false,
        };
        self.lock_as(&request, at(3, 8))
    }

    pub fn lock_as(
        &self,
        request: &LockRequest,
        now: DateTime,
    ) -> Result<LockedPeriod, PipelineError> {
        let data = self.office.data();
        let mut run =
            PipelineRun { catalog: &self.office.catalog, data: &data, now, progress: &mut |_| {} };
        run.lock_period(&ProgramSettings::default(), request, ACTOR)
    }

    pub fn release(&self, reason: &str) -> Result<LockNote, PipelineError> {
        let data = self.office.data();
        let mut run = PipelineRun {
            catalog: &self.office.catalog,
            data: &data,
            now: at(4, 8),
            progress: &mut |_| {},
        };
        run.release_period((november(), reason), ACTOR)
    }

    pub fn erase(&self, code: &str) -> ErasureOutcome {
        self.try_erase(code).expect("erased")
    }

    pub fn try_erase(&self, code: &str) -> Result<ErasureOutcome, PipelineError> {
        self.erase_for(code, "theo đơn")
    }

    pub fn erase_for(&self, code: &str, reason: &str) -> Result<ErasureOutcome, PipelineError> {
        let data = self.office.data();
        let mut run = PipelineRun {
            catalog: &self.office.catalog,
            data: &data,
            now: at(5, 8),
            progress: &mut |_| {},
        };
        run.erase_dossier(code, reason)
    }

    pub fn folder(&self) -> LockFolder {
        LockFolder::of_data(&self.office.data())
    }

    pub fn found(&self) -> LockedPeriod {
        self.folder().find_in_force(november()).expect("whole").expect("locked")
    }

    pub fn metric(&self, id: &str) -> &Metric {
        self.office.catalog.find_metric(id).expect("a metric")
    }

    /// What became of the share on time, as who has this scope is told.
    pub fn change(&self, scope: &DataScope, agency: Option<&str>) -> Option<NumberChange> {
        let warehouse = self.office.warehouse().with_scope(scope).expect("opened");
        let asked = (self.metric("on_time_rate"), november());
        self.found().explain_change(&warehouse, asked, agency).expect("answered")
    }
}

/// Reason, subjects, numerator and denominator of each change.
pub fn told(change: &NumberChange) -> Vec<(&str, u64, i64, i64)> {
    let mut told: Vec<_> = (change.changes.iter())
        .map(|one| (one.reason.as_str(), one.subjects, one.numerator, one.denominator))
        .collect();
    told.sort_unstable();
    told
}
