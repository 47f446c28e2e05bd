//! What a server tells of somebody, by the names the settings give.

use serde_json::Value;

use crate::state::access::user_name::is_user_name;

/// More digits than that are a telephone number or that of an identity card.
const MOST_DIGITS: usize = 8;

/// Finds a claim: by its whole name, else by a path of names parted by dots.
pub(super) fn find_claim<'c>(claims: &'c Value, name: &str) -> Option<&'c Value> {
    let found = claims
        .get(name)
        .or_else(|| name.split('.').try_fold(claims, |inner, part| inner.get(part)));
    found.filter(|value| !value.is_null())
}

/// Says why a server gives an account no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameFault {
    Missing,
    /// Nobody may be called so here.
    Unfit,
    /// It is a mail address of which the server does not say that it is theirs.
    Unverified,
}

/// Reads the name of a new account from what the server tells: of a mail address what stands before the `@`. Names of persons and numbers of cards and
/// telephones are none, and are neither kept nor shown.
pub(super) fn read_name(claims: &Value, claim: &str) -> Result<String, NameFault> {
    let told = find_claim(claims, claim).ok_or(NameFault::Missing)?;
    let text = told.as_str().ok_or(NameFault::Unfit)?;
    if claim == "email" && claims.get("email_verified") != Some(&Value::Bool(true)) {
        return Err(NameFault::Unverified);
    }
    let name = text.split_once('@').map_or(text, |(name, _)| name);
    if is_fit_name(name) { Ok(name.to_owned()) } else { Err(NameFault::Unfit) }
}

/// In ASCII alone: letters that only look alike are not another's name.
fn is_fit_name(name: &str) -> bool {
    let digits = name.chars().filter(|letter| letter.is_numeric()).count();
    is_user_name(name) && name.is_ascii() && digits <= MOST_DIGITS
}

/// Reads a claim as groups: one text, or a list of texts. `None` of anything else.
pub(super) fn read_groups(claim: &Value) -> Option<Vec<String>> {
    match claim {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(all) => all.iter().map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case::by_name("groups", Some(json!(["a"])))]
    #[case::by_path("realm_access.roles", Some(json!(["b"])))]
    #[case::a_name_with_dots("https://id.example.vn/groups", Some(json!("c")))]
    #[case::nothing("empty", None)]
    #[case::not_there("groups.a", None)]
    fn a_claim_is_found_by_its_name_or_its_path(#[case] name: &str, #[case] value: Option<Value>) {
        let claims = json!({
            "groups": ["a"], "realm_access": { "roles": ["b"] }, "empty": null,
            "https://id.example.vn/groups": "c",
        });
        assert_eq!(find_claim(&claims, name), value.as_ref());
    }

    #[rstest]
    #[case(json!("van-phong"), Some(vec!["van-phong".to_owned()]))]
    #[case(json!(["a", "b"]), Some(vec!["a".to_owned(), "b".to_owned()]))]
    #[case(json!([]), Some(vec![]))]
    #[case(json!([{ "name": "a" }]), None)]
    #[case(json!(true), None)]
    fn groups_are_texts(#[case] claim: Value, #[case] groups: Option<Vec<String>>) {
        assert_eq!(read_groups(&claim), groups);
    }

    #[rstest]
    #[case::plain(json!("lan"), Ok("lan"))]
    #[case::of_a_mail_address(json!("lan.nt2@tinh.example.vn"), Ok("lan.nt2"))]
    #[case::a_number_of_a_card(json!("001099012345"), Err(NameFault::Unfit))]
    #[case::a_number_of_a_telephone(json!("0912345678@example.vn"), Err(NameFault::Unfit))]
    #[case::in_other_digits(json!("٠٩١٢٣٤٥٦٧٨"), Err(NameFault::Unfit))]
    #[case::of_a_person(json!("Nguyễn Văn A"), Err(NameFault::Unfit))]
    #[case::in_letters_that_look_alike(json!("lаn"), Err(NameFault::Unfit))]
    #[case::too_short(json!("a"), Err(NameFault::Unfit))]
    #[case::no_text(json!(["lan"]), Err(NameFault::Unfit))]
    #[case::nothing(json!(null), Err(NameFault::Missing))]
    fn a_name_is_one_of_an_account_and_of_no_person(
        #[case] told: Value,
        #[case] name: Result<&str, NameFault>,
    ) {
        let read = read_name(&json!({ "preferred_username": told }), "preferred_username");
        assert_eq!(read.as_deref(), name.as_deref());
    }

    #[rstest]
    #[case::verified(json!(true), Ok("lan"))]
    #[case::not_verified(json!(false), Err(NameFault::Unverified))]
    #[case::in_a_word(json!("true"), Err(NameFault::Unverified))]
    #[case::not_said(json!(null), Err(NameFault::Unverified))]
    fn a_mail_address_is_a_name_where_the_server_knows_it(
        #[case] verified: Value,
        #[case] name: Result<&str, NameFault>,
    ) {
        let told = json!({ "email": "lan@tinh.example.vn", "email_verified": verified });
        assert_eq!(read_name(&told, "email").as_deref(), name.as_deref());
    }
}
