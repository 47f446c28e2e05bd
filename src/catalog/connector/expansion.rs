//! From the files of connectors to the connectors: one a file, or one a variant.

use std::collections::BTreeSet;

use super::Connector;
use crate::catalog::{CatalogError, content::ContentSet, phrases::wording::ErrorWording};

/// Reads every connector. Of a built-in one and an office's own with its id the own holds, wherever it stands.
pub fn load_connectors(content: &ContentSet) -> Result<Vec<Connector>, CatalogError> {
    let mut all = Vec::new();
    for file in content.list_files("connectors/", "/connector.toml") {
        all.extend(expanded(Connector::parse_folder(content, &file.path)?));
    }
    let own: BTreeSet<String> =
        all.iter().filter(|one| one.is_own).map(|one| one.id.clone()).collect();
    all.retain(|one| one.is_own || !own.contains(&one.id));
    let mut known = BTreeSet::new();
    match all.iter().find(|one| !known.insert(&one.id)) {
        None => Ok(all),
        Some(twice) => {
            let text = content.file_text(&twice.path)?;
            let place = text.find(&twice.id).map(|at| at..at + twice.id.len());
            let told = ErrorWording::new("content.connector_twice").with("name", &twice.id);
            Err(CatalogError::worded_at(&twice.path, text, place, told))
        }
    }
}

/// Makes a connector of each variant; one without any is itself.
fn expanded(connector: Connector) -> Vec<Connector> {
    if connector.variants.is_empty() {
        return vec![connector];
    }
    let variants = connector.variants.iter().map(|variant| Connector {
        id: variant.id.clone(),
        name: variant.name.clone(),
        formats: variant.formats.clone(),
        variants: Vec::new(),
        ..connector.clone()
    });
    variants.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const TABLE: &str = "yields = \"dossier\"\nbasis = \"sổ\"\n";
    const COLUMN: &str = "[[column]]\nheading = \"Mã\"\nis = \"dossier_code\"\nrequired = true\n";

    fn load(files: &[(&str, &str)]) -> Result<Vec<Connector>, CatalogError> {
        let mut content = ContentSet::load_layers(None)?;
        for (id, text) in files {
            let text = format!("id = \"{id}\"\nname = \"Sổ {id}\"\n{TABLE}{text}{COLUMN}");
            content =
                content.with_file(&format!("connectors/{id}/connector.toml"), text.into_bytes());
        }
        load_connectors(&content)
    }

    const BOTH: &str = "formats = [\"csv\", \"workbook\"]\n\
        [[variant]]\nid = \"a_csv\"\nname = \"CSV\"\nformats = [\"csv\"]\n\
        [[variant]]\nid = \"a_xlsx\"\nname = \"XLSX\"\nformats = [\"workbook\"]\n";

    #[test]
    fn each_variant_is_a_connector_of_the_same_table() {
        let all = load(&[("a", BOTH)]).expect("well");
        let of_a: Vec<&Connector> =
            all.iter().filter(|one| one.path == "connectors/a/connector.toml").collect();
        let ids: Vec<(&str, &str)> =
            of_a.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
        assert_eq!(ids, [("a_csv", "CSV"), ("a_xlsx", "XLSX")]);
        assert!(of_a.iter().all(|one| one.columns.len() == 1 && one.formats.len() == 1));
    }

    #[test]
    fn an_offices_connector_of_before_holds_in_place_of_the_built_in_variant() {
        let all = load(&[("generic_csv", "formats = [\"csv\"]\n")]).expect("well");
        let named: Vec<&Connector> = all.iter().filter(|one| one.id == "generic_csv").collect();
        assert_eq!(named.len(), 1);
        assert!(named[0].is_own && named[0].columns.len() == 1);
        assert!(all.iter().any(|one| one.id == "generic_xlsx" && !one.is_own));
    }

    #[rstest]
    #[case::a_format_of_none(
        "formats = [\"csv\", \"json\"]\n[[variant]]\nid = \"b\"\nname = \"B\"\nformats = [\"csv\"]\n",
        "phải thuộc đúng một `variant`"
    )]
    #[case::another_format(
        "formats = [\"csv\"]\n[[variant]]\nid = \"b\"\nname = \"B\"\nformats = [\"csv\", \"json\"]\n",
        "`variant` `b` không có dạng nào"
    )]
    #[case::an_id_twice(
        "formats = [\"csv\"]\n[[variant]]\nid = \"mine\"\nname = \"B\"\nformats = [\"csv\"]\n",
        "hai connector cùng tên `mine`"
    )]
    fn variants_that_do_not_fit_are_refused(#[case] text: &str, #[case] told: &str) {
        let files = [("mine", "formats = [\"csv\"]\n"), ("other", text)];
        let error = load(&files).expect_err("refused").to_string();
        assert!(error.contains(told), "{error}");
    }
}
