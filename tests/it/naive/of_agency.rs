//! What an agency's dossiers together come to, where a metric does not sum over them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    dossier::Dossier,
    of_dossier::{Counted, Span},
};

/// Register of the program: code, service level.
pub const REGISTER: [(&str, &str); 9] = [
    ("1.001193", "full"),
    ("1.000656", "full"),
    ("1.000894", "partial"),
    ("1.004873", "full"),
    ("2.000635", "full"),
    ("2.000815", "partial"),
    ("2.000884", "partial"),
    ("1.001776", "full"),
    ("1.001699", "partial"),
];

/// What an agency's dossiers together come to, where a metric does not sum over them.
pub fn of_agency(metric: &str, dossiers: &[&Dossier], span: Span) -> Option<Counted> {
    let received: Vec<&Dossier> =
        dossiers.iter().copied().filter(|dossier| dossier.is_received()).collect();
    let within: Vec<&Dossier> =
        received.iter().copied().filter(|dossier| span.holds(dossier.received)).collect();
    let days: BTreeSet<Date> =
        received.iter().filter_map(|dossier| Some(dossier.received?.date())).collect();
    let size = |set: BTreeSet<&str>| i64::try_from(set.len()).expect("few");
    let stock = span.stock_on();
    Some(match metric {
        "procedures_with_files_rate" => {
            let is_known = |code: &&str| REGISTER.iter().any(|(known, _)| known == code);
            let codes = within.iter().filter_map(|dossier| dossier.procedure).filter(is_known);
            (size(codes.collect()), stock.map_or(0, |_| 9))
        }
        "full_online_procedures_rate" => stock.map_or((0, 0), |_| (5, 9)),
        "online_payment_766_b" => {
            let paying: Vec<_> = within.iter().filter(|dossier| dossier.has_fee()).collect();
            let codes = |online: bool| {
                let wanted =
                    paying.iter().filter(|dossier| !online || dossier.paid_online == Some(true));
                size(wanted.map(|dossier| dossier.procedure.unwrap_or("?")).collect())
            };
            (codes(true), codes(false))
        }
        "communes_reporting_rate" => (i64::from(!within.is_empty()), stock.map_or(0, |_| 1)),
        "reporting_lag_days" => {
            match stock.and_then(|day| days.range(..=day).next_back().map(|last| (*last, day))) {
                Some((last, day)) => (i64::from((day - last).get_days()), 1),
                None => (0, 0),
            }
        }
        "silent_communes" => {
            let silent = stock.is_some_and(|day| {
                let weeks: BTreeSet<i64> = days.iter().map(|day| week(*day)).collect();
                // The last week that was over.
                let whole = week(day.saturating_add(jiff::Span::new().days(1))) - 1;
                let last = weeks.range(..=whole).next_back().copied();
                let usual = last.map_or(0, |last| weeks.range(last - 7..=last).count());
                last.is_some_and(|last| last < whole) && usual >= 4
            });
            (i64::from(silent), 0)
        }
        _ => return None,
    })
}

/// Weeks since a Monday long ago.
fn week(day: Date) -> i64 {
    i64::from((day - jiff::civil::date(2001, 1, 1)).get_days()).div_euclid(7)
}
