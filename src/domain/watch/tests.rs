use super::{AlertObservation::*, AlertState::*, *};
use rstest::rstest;

#[rstest]
#[case::all_is_well(Over, Good, Over)]
#[case::just_above_is_well_where_nothing_was_wrong(Over, Nearly, Over)]
#[case::it_goes_wrong(Over, Bad, New)]
#[case::no_value_is_no_breach(Over, Unknown, Over)]
#[case::still_wrong_and_not_yet_told(New, Bad, New)]
#[case::gone_before_anybody_heard(New, Good, Over)]
#[case::nearly_gone_before_anybody_heard(New, Nearly, Over)]
#[case::told_once(Told, Bad, Told)]
#[case::just_above_is_not_over_yet(Told, Nearly, Told)]
#[case::no_value_does_not_end_it(Told, Unknown, Told)]
#[case::over_by_enough(Told, Good, Recovered)]
#[case::wrong_again_before_they_heard_it_was_over(Recovered, Bad, Told)]
#[case::still_over(Recovered, Nearly, Recovered)]
fn a_look_moves_it_on(
    #[case] was: AlertState,
    #[case] look: AlertObservation,
    #[case] is: AlertState,
) {
    assert_eq!(was.next_state(look), is);
}

#[test]
fn a_rate_that_trembles_at_its_limit_is_told_once() {
    let mut watch = Over;
    let mut told = 0;
    for look in [Bad, Nearly, Bad, Bad, Nearly, Bad, Nearly, Good] {
        watch = watch.next_state(look);
        // A digest goes out after every look.
        if watch == New {
            told += 1;
            watch = Told;
        }
    }
    assert_eq!((told, watch), (1, Recovered));
}
