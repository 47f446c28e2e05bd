//! Where a server may send people to type their password.

use url::Url;

use crate::catalog::settings::login::is_safe_address;

/// Where people type their password is as safe as the server that names it: in the clear only beside one of this machine.
pub(super) fn is_fit_to_send_to(issuer: &Url, place: &Url) -> bool {
    place.scheme() == "https" || (issuer.scheme() == "http" && is_safe_address(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::encrypted("https://id.example.vn", "https://login.example.vn/a", true)]
    #[case::in_the_clear("https://id.example.vn", "http://id.example.vn/a", false)]
    #[case::in_the_clear_at_this_machine("https://id.example.vn", "http://127.0.0.1/a", false)]
    #[case::a_trial_at_this_machine("http://127.0.0.1:8080", "http://127.0.0.1:8080/a", true)]
    #[case::from_this_machine_to_another("http://127.0.0.1:8080", "http://id.example.vn/a", false)]
    #[case::no_address_of_a_page("http://127.0.0.1:8080", "javascript:alert(1)", false)]
    fn a_password_is_typed_where_it_is_encrypted(
        #[case] issuer: &str,
        #[case] place: &str,
        #[case] is_fit: bool,
    ) {
        let [issuer, place] = [issuer, place].map(|text| Url::parse(text).expect("an address"));
        assert_eq!(is_fit_to_send_to(&issuer, &place), is_fit);
    }
}
