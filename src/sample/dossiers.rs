//! Invents a commune's dossiers so that the plan's numbers come out exactly.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
};

use crate::domain::name::lower_first;

use super::plan::{SampleCommune, SamplePlan, SampleProcedure};

/// One invented dossier; `None` is a cell left empty.
#[derive(Debug, Clone)]
pub struct SampleDossier {
    pub code: String,
    /// As an export names it, with the agency above it.
    pub agency: String,
    pub procedure: SampleProcedure,
    pub applicant: String,
    pub address: String,
    pub phone: String,
    pub id_number: String,
    pub status: &'static str,
    pub is_online: bool,
    pub is_paid_online: bool,
    pub received_at: Option<DateTime>,
    pub due_at: Option<DateTime>,
    pub ended_at: Option<DateTime>,
    pub returned_at: Option<DateTime>,
    pub supplement: Option<(u64, DateTime, DateTime)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DossierFate {
    OnTime,
    EndedOverdue,
    OpenInTime,
    OpenOverdue,
    Withdrawn,
    Refused,
    Registered,
}

/// The commune's dossiers; `scale` is (rows wanted, rows of the plan).
pub fn invent_commune(
    plan: &SamplePlan,
    commune: &SampleCommune,
    index: usize,
    scale: Option<(u64, u64)>,
    random: &mut fastrand::Rng,
) -> Vec<SampleDossier> {
    let scaled = |count: u64| scale.map_or(count, |(wanted, of)| (count * wanted).div_ceil(of));
    let kinds = [
        (DossierFate::OnTime, commune.on_time),
        (DossierFate::EndedOverdue, commune.finished - commune.on_time),
        (DossierFate::OpenInTime, commune.open_in_time),
        (DossierFate::OpenOverdue, commune.open_overdue),
        (DossierFate::Withdrawn, commune.withdrawn),
        (DossierFate::Refused, commune.refused),
        (DossierFate::Registered, commune.registered),
    ];
    let mut fates: Vec<DossierFate> = kinds
        .iter()
        .flat_map(|(fate, count)| {
            std::iter::repeat_n(*fate, usize::try_from(scaled(*count)).unwrap_or(0))
        })
        .collect();
    random.shuffle(&mut fates);
    let days = WorkingDays::from_plan(plan);
    (fates.into_iter().enumerate())
        .map(|(number, fate)| invent_dossier(plan, commune, &days, fate, (index, number), random))
        .collect()
}

fn invent_dossier(
    plan: &SamplePlan,
    commune: &SampleCommune,
    days: &WorkingDays,
    fate: DossierFate,
    (index, number): (usize, usize),
    random: &mut fastrand::Rng,
) -> SampleDossier {
    let procedure = pick_procedure(plan, random).clone();
    let (last, term) = (days.last, procedure.working_days);
    let overdue_by = random.usize(1..=12);
    // The day of receipt leaves room for what is to happen to the dossier before the snapshot.
    let received = match fate {
        DossierFate::OnTime | DossierFate::Withdrawn => random.usize(0..=last - term),
        DossierFate::EndedOverdue => random.usize(0..=last - term - overdue_by),
        DossierFate::OpenInTime => last - random.usize(0..term),
        DossierFate::OpenOverdue => last - term - overdue_by,
        DossierFate::Refused | DossierFate::Registered => random.usize(0..=last),
    };
    let due = received + term;
    let ended = match fate {
        DossierFate::EndedOverdue => Some(due + overdue_by),
        DossierFate::OnTime | DossierFate::Withdrawn => Some(received + random.usize(0..=term)),
        _ => None,
    };
    let received_at = days.pick_instant(received, random);
    let due_at = days.days[due].at(16, 30, 0, 0);
    // One in eight of those that end on the due day ends after the due hour: on time by the day, overdue by the hour.
    let ended_at = ended.map(|day| match day {
        day if day == due && random.u8(0..8) == 0 => {
            days.days[day].at(16, random.i8(31..60), random.i8(0..60), 0)
        }
        day if day == received => days.days[day].at(16, random.i8(0..30), random.i8(0..60), 0),
        day => days.pick_instant(day, random),
    });
    let status = match fate {
        DossierFate::OnTime | DossierFate::EndedOverdue if random.u8(0..4) == 0 => "finished",
        DossierFate::OnTime | DossierFate::EndedOverdue => "returned",
        DossierFate::OpenInTime | DossierFate::OpenOverdue => "in_progress",
        DossierFate::Withdrawn => "withdrawn",
        DossierFate::Refused => "refused",
        DossierFate::Registered => "registered",
    };
    let was_received = !matches!(fate, DossierFate::Refused | DossierFate::Registered);
    let is_online = random.u8(0..100) < if procedure.level == "full" { 74 } else { 30 };
    let supplement =
        (ended.is_some_and(|day| day > received + 2) && random.u8(0..12) == 0).then(|| {
            let asked = days.pick_instant(received + 1, random);
            (1 + u64::from(random.u8(0..8) == 0), asked, days.pick_instant(received + 2, random))
        });
    SampleDossier {
        code: format!(
            "000.{:02}.18.H37-{}-{:05}",
            index + 20,
            received_at.strftime("%y%m%d"),
            number + 1
        ),
        agency: format!("UBND {}, {}", lower_first(&commune.name), plan.parent),
        is_paid_online: procedure.fee > 0 && is_online && random.u8(0..100) < 88,
        procedure,
        applicant: pick_item(&plan.applicants, random).clone(),
        address: pick_item(&plan.addresses, random).clone(),
        phone: format!("09000{:05}", random.u32(0..100_000)),
        id_number: format!("0209990{:05}", random.u32(0..100_000)),
        status,
        is_online,
        received_at: was_received.then_some(received_at),
        due_at: was_received.then_some(due_at),
        ended_at,
        returned_at: ended_at.filter(|_| status == "returned"),
        supplement,
    }
}

fn pick_procedure<'p>(plan: &'p SamplePlan, random: &mut fastrand::Rng) -> &'p SampleProcedure {
    let mut left = random.usize(0..plan.procedures.iter().map(|procedure| procedure.weight).sum());
    for procedure in &plan.procedures {
        if left < procedure.weight {
            return procedure;
        }
        left -= procedure.weight;
    }
    unreachable!("the weights add up")
}

fn pick_item<'t, T>(all: &'t [T], random: &mut fastrand::Rng) -> &'t T {
    &all[random.usize(0..all.len())]
}

/// Mondays to Fridays from the plan's first day until well after its snapshot.
struct WorkingDays {
    days: Vec<Date>,
    /// Index of the last one before the snapshot.
    last: usize,
}

impl WorkingDays {
    fn from_plan(plan: &SamplePlan) -> Self {
        let is_weekend = |day: &Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let end = plan.snapshot_on.saturating_add(90.days());
        let days: Vec<Date> = plan
            .first_on
            .series(1.day())
            .take_while(|day| *day <= end)
            .filter(|day| !is_weekend(day))
            .collect();
        let last = days
            .iter()
            .rposition(|day| *day <= plan.snapshot_on)
            .expect("the plan spans a working day");
        Self { days, last }
    }

    /// Some office hour of a day.
    fn pick_instant(&self, index: usize, random: &mut fastrand::Rng) -> DateTime {
        let hour = [7, 8, 9, 10, 13, 14, 15][random.usize(0..7)];
        self.days[index].at(hour, random.i8(30..60), random.i8(0..60), 0)
    }
}
