//! Files of SQL with placeholders, `{view}`, for what cannot be a bound parameter: names, lists, other SQL.

use super::super::WarehouseError;

/// Fills every placeholder of a SQL text. Fails when one has no value, or a value has no placeholder; what is filled in is
/// not looked at again.
pub fn render_sql(template: &str, values: &[(&str, &str)]) -> Result<String, WarehouseError> {
    let fault = |name: &str| WarehouseError::Placeholder { name: name.to_owned() };
    let mut rendered = String::with_capacity(template.len());
    let mut filled = vec![false; values.len()];
    let mut rest = template;
    while let Some((before, name, behind)) = next_placeholder(rest) {
        let at = values.iter().position(|(known, _)| *known == name).ok_or_else(|| fault(name))?;
        filled[at] = true;
        rendered.push_str(before);
        rendered.push_str(values[at].1);
        rest = behind;
    }
    rendered.push_str(rest);
    match filled.iter().position(|is_filled| !is_filled) {
        Some(unused) => Err(fault(values[unused].0)),
        None => Ok(rendered),
    }
}

/// Finds the first placeholder: what stands before it, its name, what stands behind. Other braces are SQL's own.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(open, _)| {
        let (name, behind) = text[open + 1..].split_once('}')?;
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        is_name.then_some((&text[..open], name, behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::one("from {view}", &[("view", "a")], "from a")]
    #[case::twice("{view} {view}", &[("view", "a")], "a a")]
    #[case::a_value_is_not_filled_again("{view}", &[("view", "{view}")], "{view}")]
    #[case::braces_of_sql("select {'name': {view}}, '{1,2}'", &[("view", "a")], "select {'name': a}, '{1,2}'")]
    #[case::none("select 1", &[], "select 1")]
    fn placeholders_are_filled(
        #[case] template: &str,
        #[case] values: &[(&str, &str)],
        #[case] rendered: &str,
    ) {
        assert_eq!(render_sql(template, values).expect("filled"), rendered);
    }

    #[rstest]
    #[case::no_value("from {view} {days}", &[("view", "a")], "days")]
    #[case::no_placeholder("from {view}", &[("view", "a"), ("agencies", "b")], "agencies")]
    fn what_does_not_fit_is_an_error(
        #[case] template: &str,
        #[case] values: &[(&str, &str)],
        #[case] named: &str,
    ) {
        let told = render_sql(template, values).expect_err("does not fit").to_string();
        assert!(told.contains(&format!("`{{{named}}}`")), "{told}");
    }
}
