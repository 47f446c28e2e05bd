//! What a server tells of somebody, by the names the settings give.

use serde_json::Value;

/// More digits than that are a telephone number or that of an identity card.
const MOST_DIGITS: usize = 8;

/// Finds a claim: by its whole name, else by a path of names parted by dots.
pub(super) fn find_claim<'c>(claims: &'c Value, name: &str) -> Option<&'c Value> {
    let found = claims
        .get(name)
        .or_else(|| name.split('.').try_fold(claims, |inner, part| inner.get(part)));
    found.filter(|value| !value.is_null())
}

/// Reads a claim as the name of an account: of a mail address what stands before the `@`. `None` of what is no text.
pub(super) fn read_name(claim: &Value) -> Option<&str> {
    let text = claim.as_str()?;
    Some(text.split_once('@').map_or(text, |(name, _)| name))
}

/// Tells whether a name may be kept and shown: a number of a card or of a telephone is not.
pub(super) fn is_public_name(name: &str) -> bool {
    name.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
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
    #[case("lan", "lan", true)]
    #[case("lan.nt2@tinh.example.vn", "lan.nt2", true)]
    #[case("001099012345", "001099012345", false)]
    #[case("0912345678", "0912345678", false)]
    fn a_name_is_no_number_of_a_person(
        #[case] claim: &str,
        #[case] name: &str,
        #[case] is_public: bool,
    ) {
        let claim = json!(claim);
        assert_eq!(read_name(&claim), Some(name));
        assert_eq!(is_public_name(name), is_public);
    }
}
