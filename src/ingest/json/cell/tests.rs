use super::*;
use crate::ingest::json::node::JsonNode;
use rstest::rstest;

#[rstest]
#[case::the_one_that_is_meant(
    r#"[{"id": 46, "name": "birth"}, {"id": 228, "name": "khai sinh"}]"#,
    "khai sinh"
)]
#[case::a_number_as_text(r#"[{"id": "228", "name": "khai sinh"}]"#, "khai sinh")]
#[case::without_its_list(r#"{"id": 228, "name": "khai sinh"}"#, "khai sinh")]
#[case::without_its_list_and_number(r#"{"name": "khai sinh"}"#, "khai sinh")]
#[case::another_without_its_list(r#"{"id": 46, "name": "birth"}"#, "")]
#[case::none_of_a_list(r#"[{"id": 46, "name": "birth"}]"#, "")]
#[case::an_empty_list("[]", "")]
#[case::a_list_held_as_text(r#""[{\"id\": 228, \"name\": \"khai sinh\"}]""#, "khai sinh")]
#[case::a_text_that_is_no_list(r#""khai sinh""#, "json_no_object")]
#[case::two_of_them(r#"[{"id": 228, "name": "a"}, {"id": 228, "name": "b"}]"#, "json_twice")]
fn an_item_of_a_list_is_told_by_what_it_says_of_itself(#[case] list: &str, #[case] read: &str) {
    let inside = format!(r#"{{"procedure": {{"translate": {list}}}}}"#);
    assert_eq!(read_at("procedure.translate[id=228].name", &inside), read);
    // As the outermost name, and as the last one.
    let outermost = format!(r#"{{"translate": {list}}}"#);
    assert_eq!(read_at("translate[id=228].name", &outermost), read);
}

#[test]
fn a_filter_holds_where_it_is_the_last_of_the_path() {
    let held = r#"{"task": "[{\"id\": 1, \"day\": \"a\"}, {\"id\": 2, \"name\": \"b\"}]"}"#;
    assert_eq!(read_at("task[id=2]", held), "b");
    assert_eq!(read_at("task[id=3]", held), "");
}

fn read_at(path: &str, record: &str) -> String {
    let record: JsonNode = serde_json::from_str(record).expect("JSON");
    let column: ConnectorColumn =
        toml::from_str(&format!("heading = 'one'\npath = '{path}'")).expect("TOML");
    let root = path.split(['.', '[']).next().unwrap_or(path);
    match ColumnPicker::new(&column, &[root.to_owned()]).pick_cell(&record) {
        JsonCell::Empty => String::new(),
        JsonCell::Text(text) => text,
        JsonCell::Unreadable(trouble) => trouble.reason.into(),
    }
}

#[rstest]
#[case::one(r#"[{"name": {"name": "Thẩm định"}}]"#, "Thẩm định")]
#[case::two_alike(r#"[{"name": {"name": "a"}}, {"name": {"name": "a"}}]"#, "a")]
#[case::two_that_differ(r#"[{"name": {"name": "a"}}, {"name": {"name": "b"}}]"#, "")]
#[case::one_that_says_nothing(r#"[{"name": {"name": "a"}}, {"name": null}]"#, "")]
#[case::without_its_list(r#"{"name": {"name": "a"}}"#, "a")]
#[case::held_as_text(r#""[{\"name\": {\"name\": \"a\"}}]""#, "a")]
#[case::none("[]", "")]
// What no longer has the shape says nothing, and takes no record with it.
#[case::a_text_for_an_object(r#"[{"name": "a"}]"#, "")]
#[case::an_object_at_the_end(r#"[{"name": {"name": {"vi": "a"}}}]"#, "")]
#[case::a_list_of_texts(r#"["a"]"#, "")]
#[case::a_text(r#""a""#, "")]
fn what_all_items_of_a_list_say_alike_is_read_and_nothing_else(
    #[case] list: &str,
    #[case] read: &str,
) {
    assert_eq!(read_at("task[=].name.name", &format!(r#"{{"task": {list}}}"#)), read);
}

/// A sum of money or a day would be of one of them, and nobody would be told.
#[test]
fn a_path_leads_through_no_list_unless_it_says_how() {
    let record = r#"{"task": [{"day": "a"}, {"day": "a"}]}"#;
    assert_eq!(read_at("task.day", record), "json_no_object");
}
