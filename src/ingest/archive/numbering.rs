//! The order of exports that several machines took in without knowing of each other.

use crate::domain::source::Source;

/// Puts exports in the order they came, and gives each a number of its own, above that of the one before: models tell by it which of two
/// holds. Machines that share a store give one number twice where neither knew of the other's export; then the time at which it was
/// taken in decides, and its name after that, so that the same notes have the same order everywhere.
pub(super) fn settle_numbers(sources: &mut [Source]) {
    sources.sort_by(|one, other| {
        let key = |it: &Source| (it.number, it.ingested_at);
        key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id))
    });
    let mut last = 0;
    for source in sources {
        source.number = source.number.max(last + 1);
        last = source.number;
    }
}
