//! Invents a commune's dossiers so that the plan's numbers come out exactly.

use std::ops::RangeInclusive;

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
};

use crate::domain::name::lower_first;

use super::plan::{PlantedCounts, SampleCommune, SamplePlan, SampleProcedure};

/// The most working days that a dossier ends, or is open, after its due day; fewer where less time is told of.
const LONGEST_OVERDUE: usize = 12;

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

/// Within so many working days of the next stretch what was overdue at the end of the one before is done.
const CARRIED_OVERDUE: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DossierFate {
    OnTime,
    EndedOverdue,
    OpenInTime,
    OpenOverdue,
    Withdrawn,
    Refused,
    Registered,
    /// On time by the day, ended after the due hour.
    AfterHour,
    /// On time; asked for supplements so often.
    Asked(u64),
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
    let planted = commune.planted;
    let of = |count: fn(PlantedCounts) -> u64| planted.map_or(0, count);
    let (after_hour, once) = (of(|it| it.after_hour), of(|it| it.asked_once));
    let twice = of(|it| it.asked_twice);
    let kinds = [
        (DossierFate::OnTime, commune.on_time - after_hour - once - twice),
        (DossierFate::AfterHour, after_hour),
        (DossierFate::Asked(1), once),
        (DossierFate::Asked(2), twice),
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
    let days = WorkingDays::of_commune(plan, commune);
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
    // Whatever becomes of it, it does so between the first day and the last.
    let longest = LONGEST_OVERDUE.min((days.last - days.first) * 3 / 5);
    let most = days.last - days.first - longest;
    let fewest = if matches!(fate, DossierFate::Asked(_)) { 3 } else { 0 };
    let procedure = pick_procedure(plan, (commune, fewest..=most), random).clone();
    let (first, last, term) = (days.first, days.last, procedure.working_days);
    let overdue_by = random.usize(1..=longest);
    // The day of receipt leaves room for what is to happen to the dossier before the snapshot.
    let received = match fate {
        DossierFate::OnTime
        | DossierFate::AfterHour
        | DossierFate::Asked(_)
        | DossierFate::Withdrawn => random.usize(first..=last - term),
        DossierFate::EndedOverdue => random.usize(first..=last - term - overdue_by),
        DossierFate::OpenInTime => last - random.usize(0..term),
        DossierFate::OpenOverdue => last - term - overdue_by,
        DossierFate::Refused | DossierFate::Registered => random.usize(first..=last),
    };
    let due = received + term;
    let ended = match fate {
        DossierFate::EndedOverdue => Some(due + overdue_by),
        DossierFate::AfterHour => Some(due),
        // Not before the citizen has answered.
        DossierFate::Asked(_) => Some(received + random.usize(3..=term)),
        DossierFate::OnTime | DossierFate::Withdrawn => Some(received + random.usize(0..=term)),
        DossierFate::OpenInTime if commune.is_carried_on => days.end_after(due, number),
        DossierFate::OpenOverdue if commune.is_carried_on => {
            days.end_after(days.end.min(last + CARRIED_OVERDUE), number)
        }
        _ => None,
    };
    let received_at = days.pick_instant(received, random);
    let due_at = days.days[due].at(16, 30, 0, 0);
    // One in eight of those that end on the due day ends after the due hour: on time by the day, overdue by the hour.
    let ended_at = ended.map(|day| match day {
        // Nothing is drawn for it: what happened before is as it was.
        day if day > last => {
            days.days[day].at(13 + to_i8(number % 3), to_i8(number * 7 % 60), 0, 0)
        }
        day if day == due && WorkingDays::is_after_hour(commune, fate, random) => {
            days.days[day].at(16, random.i8(31..60), random.i8(0..60), 0)
        }
        day if day == received => days.days[day].at(16, random.i8(0..30), random.i8(0..60), 0),
        day => days.pick_instant(day, random),
    });
    let status = match fate {
        DossierFate::OnTime
        | DossierFate::AfterHour
        | DossierFate::Asked(_)
        | DossierFate::EndedOverdue => {
            if random.u8(0..4) == 0 {
                "finished"
            } else {
                "returned"
            }
        }
        DossierFate::OpenInTime | DossierFate::OpenOverdue if ended.is_some() => "returned",
        DossierFate::OpenInTime | DossierFate::OpenOverdue => "in_progress",
        DossierFate::Withdrawn => "withdrawn",
        DossierFate::Refused => "refused",
        DossierFate::Registered => "registered",
    };
    let was_received = !matches!(fate, DossierFate::Refused | DossierFate::Registered);
    let is_online = random.u8(0..100) < if procedure.level == "full" { 74 } else { 30 };
    let times = match fate {
        DossierFate::Asked(times) => Some(times),
        _ if commune.planted.is_some() => None,
        _ => (ended.is_some_and(|day| day > received + 2) && random.u8(0..12) == 0).then_some(0),
    };
    let supplement = times.map(|times| {
        let asked = days.pick_instant(received + 1, random);
        let times = if times == 0 { 1 + u64::from(random.u8(0..8) == 0) } else { times };
        (times, asked, days.pick_instant(received + 2, random))
    });
    let prefix = match &commune.code {
        Some(prefix) => prefix.clone(),
        None => format!("000.{:02}.18.H37", index + 20),
    };
    SampleDossier {
        code: format!("{prefix}-{}-{:05}", received_at.strftime("%y%m%d"), number + 1),
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

/// One that the commune's export lists, with a term of so many working days.
fn pick_procedure<'p>(
    plan: &'p SamplePlan,
    (commune, terms): (&SampleCommune, RangeInclusive<usize>),
    random: &mut fastrand::Rng,
) -> &'p SampleProcedure {
    let fits = |it: &&SampleProcedure| {
        terms.contains(&it.working_days)
            && it.only.as_ref().is_none_or(|only| *only == commune.export)
    };
    let all: Vec<&SampleProcedure> = plan.procedures.iter().filter(fits).collect();
    let mut left = random.usize(0..all.iter().map(|procedure| procedure.weight).sum());
    for procedure in all {
        if left < procedure.weight {
            return procedure;
        }
        left -= procedure.weight;
    }
    unreachable!("the weights add up")
}

fn to_i8(number: usize) -> i8 {
    i8::try_from(number).expect("an hour or a minute")
}

fn pick_item<'t, T>(all: &'t [T], random: &mut fastrand::Rng) -> &'t T {
    &all[random.usize(0..all.len())]
}

/// Working days from the plan's first day until well after its snapshot.
struct WorkingDays {
    days: Vec<Date>,
    /// Indices of those on which something may happen.
    first: usize,
    last: usize,
    /// Index of the last one before the plan's snapshot is taken.
    end: usize,
}

impl WorkingDays {
    fn of_commune(plan: &SamplePlan, commune: &SampleCommune) -> Self {
        let is_worked = |day: &Date| {
            let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            plan.days_worked.contains(day) || !(is_weekend || plan.days_off.contains(day))
        };
        let end = plan.snapshot_on.saturating_add(90.days());
        let days: Vec<Date> =
            plan.first_on.series(1.day()).take_while(|day| *day <= end).filter(is_worked).collect();
        let (from, until) = (commune.first_on, commune.last_on.unwrap_or(plan.snapshot_on));
        let first = days.partition_point(|day| from.is_some_and(|from| *day < from));
        let find_last = |until: Date| days.iter().rposition(|day| *day <= until);
        let last = find_last(until).expect("the plan spans a working day");
        let end = find_last(plan.snapshot_on).expect("the plan spans a working day");
        Self { days, first, last, end }
    }

    /// A day after the last one, at most `latest`; `None` where the snapshot is taken before.
    fn end_after(&self, latest: usize, number: usize) -> Option<usize> {
        let left = latest.checked_sub(self.last).filter(|_| latest <= self.end)?;
        (left > 0).then(|| self.last + 1 + number % left)
    }

    /// Whether a dossier that ends on its due day does so after the due hour.
    fn is_after_hour(
        commune: &SampleCommune,
        fate: DossierFate,
        random: &mut fastrand::Rng,
    ) -> bool {
        match commune.planted {
            Some(_) => fate == DossierFate::AfterHour,
            None => random.u8(0..8) == 0,
        }
    }

    /// Some office hour of a day.
    fn pick_instant(&self, index: usize, random: &mut fastrand::Rng) -> DateTime {
        let hour = [7, 8, 9, 10, 13, 14, 15][random.usize(0..7)];
        self.days[index].at(hour, random.i8(30..60), random.i8(0..60), 0)
    }
}
