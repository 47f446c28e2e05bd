//! Which value of each key holds, and where it comes from.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    environment::SettingOverride,
    key_list::{SettingKey, SettingKind},
    unknown_key::explain_error,
};
use crate::catalog::CatalogError;

/// Holds the value of one key that holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingInForce {
    /// As it is explained, with a number for each of what may come several times: `schedule[1].id`.
    pub key: String,
    /// As TOML; `None` where it may not be shown, or is not set.
    pub value: Option<String>,
    pub origin: SettingOrigin,
}

/// Says where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingOrigin {
    File {
        line: usize,
    },
    Variable(String),
    Default,
    /// Nowhere, and nothing holds without it.
    Unset,
}

/// Lists the values of all keys: what variables set, else what the file says, else what holds without it.
pub fn list_in_force(
    path: &str,
    text: &str,
    overrides: &[SettingOverride],
) -> Result<Vec<SettingInForce>, CatalogError> {
    let table = DeTable::parse(text).map_err(|error| explain_error(path, text, &error))?;
    let mut found = Vec::new();
    for (key, value) in table.get_ref() {
        list_values(key.get_ref().to_string(), value, text, &mut found);
    }
    for setting in overrides {
        let key = setting.path.join(".");
        found.retain(|known| !is_within(&known.key, &key));
        let origin = SettingOrigin::Variable(setting.variable.clone());
        found.push(SettingInForce { key, value: Some(setting.literal.clone()), origin });
    }
    let mut listed = Vec::new();
    for key in SettingKey::list_all() {
        let (of_key, others) =
            found.into_iter().partition(|known| is_within(&plain_key(&known.key), &key.key));
        found = others;
        if of_key.is_empty() && !key.key.contains("[]") && !key.key.contains('<') {
            let origin =
                key.default.as_ref().map_or(SettingOrigin::Unset, |_| SettingOrigin::Default);
            let (key, value) = (key.key.clone(), key.default.clone());
            listed.push(SettingInForce { key, value, origin });
        }
        let is_shown = key.kind != SettingKind::Hidden;
        listed.extend(of_key.into_iter().map(|known: SettingInForce| SettingInForce {
            value: known.value.filter(|_| is_shown),
            ..known
        }));
    }
    listed.extend(found);
    Ok(listed)
}

/// The values below a value: one of a plain one, several of tables.
fn list_values(key: String, value: &Spanned<DeValue>, text: &str, found: &mut Vec<SettingInForce>) {
    match value.get_ref() {
        DeValue::Table(table) => {
            for (name, inner) in table {
                list_values(format!("{key}.{}", name.get_ref()), inner, text, found);
            }
        }
        DeValue::Array(list)
            if list.iter().any(|one| matches!(one.get_ref(), DeValue::Table(_))) =>
        {
            for (number, inner) in (1..).zip(list.iter()) {
                list_values(format!("{key}[{number}]"), inner, text, found);
            }
        }
        _ => {
            let span = value.span();
            let line = 1 + text[..span.start].matches('\n').count();
            let value = text[span].split_whitespace().collect::<Vec<_>>().join(" ");
            let origin = SettingOrigin::File { line };
            found.push(SettingInForce { key, value: Some(value), origin });
        }
    }
}

/// A key as it is explained: `schedule[].id` of `schedule[1].id`.
fn plain_key(key: &str) -> String {
    key.split('[')
        .map(|part| part.split_once(']').map_or(part.to_owned(), |(_, rest)| format!("]{rest}")))
        .collect::<Vec<_>>()
        .join("[")
}

/// Whether a key is another, or stands below it; `<…>` stands for any name.
fn is_within(key: &str, other: &str) -> bool {
    let (mut of_key, of_other) = (key.split('.'), other.split('.'));
    for part in of_other {
        match of_key.next() {
            Some(own) if own == part || part.starts_with('<') => {}
            // A list of tables is explained as a whole too.
            Some(own) if own.strip_suffix("[]") == Some(part) => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::settings::environment::find_overrides;

    const TEXT: &str = "scope = \"184\"\n[mail]\nhost = \"a\"\npassword = { file = \"/x\" }\n[[webhook]]\nid = \"z\"\nurl = \"https://a.vn/bi-mat\"\n";

    fn in_force(variables: &[(&str, &str)]) -> Vec<SettingInForce> {
        let variables = variables.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let overrides = find_overrides("", variables).expect("known");
        list_in_force("motcua.toml", TEXT, &overrides).expect("listed")
    }

    fn of<'a>(listed: &'a [SettingInForce], key: &str) -> (Option<&'a str>, &'a SettingOrigin) {
        let mut found = listed.iter().filter(|one| one.key == key);
        let one = found.next().unwrap_or_else(|| panic!("`{key}` is listed"));
        assert_eq!(found.next(), None, "`{key}` once");
        (one.value.as_deref(), &one.origin)
    }

    #[test]
    fn a_value_comes_from_a_variable_the_file_or_nowhere() {
        let listed = in_force(&[("MOTCUA_MAIL__HOST", "b"), ("MOTCUA_MAIL__PORT", "25")]);
        assert_eq!(of(&listed, "scope"), (Some("\"184\""), &SettingOrigin::File { line: 1 }));
        let variable = SettingOrigin::Variable("MOTCUA_MAIL__HOST".into());
        assert_eq!(of(&listed, "mail.host"), (Some("\"b\""), &variable));
        assert_eq!(of(&listed, "mail.port").0, Some("25"));
        assert_eq!(of(&listed, "log.keep_days"), (Some("90"), &SettingOrigin::Default));
        assert_eq!(of(&listed, "serve.key"), (None, &SettingOrigin::Unset));
    }

    #[test]
    fn what_may_be_secret_is_not_shown() {
        let listed = in_force(&[("MOTCUA_FETCH__IGATE__TOKEN", "bi-mat")]);
        assert_eq!(of(&listed, "mail.password.file").0, Some("\"/x\""));
        assert_eq!(of(&listed, "webhook[1].url"), (None, &SettingOrigin::File { line: 7 }));
        assert!(listed.iter().all(|one| !one.value.as_deref().unwrap_or("").contains("bi-mat")));
    }
}
