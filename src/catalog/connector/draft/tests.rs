use super::*;
use crate::domain::{fault_point::work_under_faults, name::text_key};
use std::rc::Rc;

fn draft() -> ConnectorDraft {
    let column = |heading: &str, is: &str| DraftColumn {
        heading: heading.to_owned(),
        is: is.to_owned(),
        is_required: is == "dossier_code",
        label: None,
    };
    ConnectorDraft {
        id: "so_cua_xa".to_owned(),
        name: "Sổ \"của\" xã".to_owned(),
        yields: "dossier".to_owned(),
        format: SourceFormat::Csv,
        records: None,
        columns: vec![column("Số biên\nnhận", "dossier_code"), column("Tình hình", "status")],
        values: [("status", "Trả rồi", "returned")]
            .map(|(column, text, value)| {
                (column.to_owned(), BTreeMap::from([(text.to_owned(), value.to_owned())]))
            })
            .into(),
        constant: BTreeMap::from([("solving_agency".to_owned(), "Xã An Sơn".to_owned())]),
    }
}

#[test]
fn a_draft_becomes_a_connector_of_the_content() {
    let catalog = Catalog::load_content(None).expect("well");
    let catalog = catalog.with_connector(&draft()).expect("checked");
    let connector = catalog.find_connector("so_cua_xa").expect("there");
    assert_eq!(connector.name, "Sổ \"của\" xã");
    assert_eq!(connector.values["status"]["Trả rồi"], "returned");
    assert_eq!(connector.constant["solving_agency"], "Xã An Sơn");
    let is_meant = connector.columns[0].is_meant_by(&text_key("số biên nhận"));
    assert!(is_meant && connector.columns[0].required);
    assert!(connector.reads_format(SourceFormat::Workbook));
    assert_eq!(catalog.free_connector_id("Sổ của Xã"), "so_cua_xa_2");
    assert_eq!(catalog.free_connector_id("Đơn, thư"), "don_thu");
    assert_eq!(catalog.free_connector_id("…"), "bang");
}

#[test]
fn what_lacks_a_column_rows_cannot_do_without_is_refused() {
    let catalog = Catalog::load_content(None).expect("well");
    let error = catalog.with_connector(&ConnectorDraft { constant: BTreeMap::new(), ..draft() });
    let told = error.expect_err("refused").to_string();
    assert!(told.contains("solving_agency"), "{told}");
}

#[test]
fn a_connector_is_written_whole_or_not_at_all_and_over_no_other() {
    let catalog = Catalog::load_content(None).expect("well");
    let catalog = catalog.with_connector(&draft()).expect("checked");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connectors/so_cua_xa/connector.toml");
    for point in [FaultPoint::ConnectorWrite, FaultPoint::ConnectorRename] {
        let fails = move |at: FaultPoint| match at {
            at if at == point => Err(std::io::Error::other("full")),
            _ => Ok(()),
        };
        let saved = || catalog.save_connector("so_cua_xa", folder.path());
        assert!(work_under_faults(Rc::new(fails), saved).is_err());
        assert!(!path.exists());
    }
    catalog.save_connector("so_cua_xa", folder.path()).expect("written");
    let written = fs::read_to_string(&path).expect("there");
    assert_eq!(
        Catalog::load_content(Some(folder.path())).expect("well").connectors.len(),
        catalog.connectors.len()
    );
    fs::write(&path, "another").expect("written");
    assert!(catalog.save_connector("so_cua_xa", folder.path()).is_err());
    assert_eq!(fs::read_to_string(&path).expect("there"), "another");
    assert!(written.contains("yields = \"dossier\""), "{written}");
}

#[test]
fn a_connector_that_was_written_can_be_taken_out_again_unless_somebody_changed_it() {
    let catalog = Catalog::load_content(None).expect("well");
    let catalog = catalog.with_connector(&draft()).expect("checked");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connectors/so_cua_xa/connector.toml");
    catalog.save_connector("so_cua_xa", folder.path()).expect("written");
    let without = catalog.remove_connector("so_cua_xa", folder.path()).expect("removed");
    assert!(without.find_connector("so_cua_xa").is_err() && !path.exists());
    catalog.save_connector("so_cua_xa", folder.path()).expect("written again");
    fs::write(&path, "by hand").expect("written");
    assert!(catalog.remove_connector("so_cua_xa", folder.path()).is_err() && path.exists());
}
