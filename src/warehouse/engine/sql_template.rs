//! Files of SQL with placeholders, `{view}`, for what cannot be a bound parameter: names, lists, other SQL.

use super::super::WarehouseError;
use crate::catalog::content::text_template::TextTemplate;

/// Fills every placeholder of a SQL text. Fails when one has no value, or a value has no placeholder; what is filled in is
/// not looked at again.
pub fn render_sql(template: &str, values: &[(&str, &str)]) -> Result<String, WarehouseError> {
    let fault = |name: &str| WarehouseError::Placeholder { name: format!("{{{name}}}") };
    let template = TextTemplate::parse_sql(template);
    if let Some((unused, _)) =
        values.iter().find(|(name, _)| !template.placeholders().any(|asked| asked == *name))
    {
        return Err(fault(unused));
    }
    template.render_with(|name| {
        let value = values.iter().find(|(known, _)| *known == name);
        value.map(|(_, value)| (*value).to_owned()).ok_or_else(|| fault(name))
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
