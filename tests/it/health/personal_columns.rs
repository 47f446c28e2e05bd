//! Every column that is stored, and whether it is of a person.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use regex::Regex;

/// Some columns of a table of the state, alike.
pub struct StateColumns {
    pub table: &'static str,
    pub columns: &'static [&'static str],
    /// What it is, what for, for how long; none of what is of no person.
    pub personal: Option<(&'static str, &'static str, &'static str)>,
}

const fn personal(
    table: &'static str,
    columns: &'static [&'static str],
    what: &'static str,
    purpose: &'static str,
    kept: &'static str,
) -> StateColumns {
    StateColumns { table, columns, personal: Some((what, purpose, kept)) }
}

const fn plain(table: &'static str, columns: &'static [&'static str]) -> StateColumns {
    StateColumns { table, columns, personal: None }
}

/// Every column of the state. A new one is not stored before somebody has said here what it is.
pub const STATE_COLUMNS: &[StateColumns] = &[
    personal(
        "user",
        &["name"],
        "tên đăng nhập",
        "đăng nhập, ghi nhật ký",
        "không tự xóa; khóa được",
    ),
    personal(
        "user",
        &["mail"],
        "thư điện tử",
        "gửi báo cáo, cảnh báo của vai trò",
        "đến khi bỏ trống",
    ),
    personal("user", &["password"], "mật khẩu đã băm argon2id", "đăng nhập", "đến khi đổi"),
    personal(
        "user",
        &["identity"],
        "mã người dùng ở máy chủ định danh, chỉ giữ bản băm có khóa; khóa ở cùng tệp ấy và trong bản sao lưu: ai có bản sao lưu thử được từng số",
        "nhận ra tài khoản khi đăng nhập lại",
        "không tự xóa",
    ),
    plain(
        "user",
        &["id", "role", "agency_code", "must_change", "is_disabled", "created_at", "is_expelled"],
    ),
    personal(
        "session",
        &["digest", "user_id", "form_token", "began_at", "seen_at"],
        "phiên đăng nhập (chỉ giữ bản băm)",
        "biết ai đang hỏi",
        "8 giờ không dùng, nhiều nhất 3 ngày",
    ),
    personal(
        "token",
        &["user_id", "name", "seen_at"],
        "mã truy cập API của một người, lần dùng cuối (chỉ giữ bản băm)",
        "phần mềm khác đọc số",
        "đến ngày hết hạn; thu hồi được",
    ),
    plain("token", &["id", "digest", "agency_code", "created_at", "expires_on", "is_revoked"]),
    personal(
        "audit",
        &["user", "address", "action", "detail", "at"],
        "ai, từ địa chỉ nào, làm gì; có thể có mã hồ sơ trong địa chỉ trang",
        "truy vết theo quy định an toàn thông tin",
        "`[audit] keep_days` (1826 ngày); dài quá `[audit] entries` thì bớt lần thử sai, đăng nhập, xem trước",
    ),
    plain("audit", &["id"]),
    plain("audit_repeat", &["audit_id", "times", "last_at"]),
    plain("audit_retention", &["id", "is_open"]),
    plain("device_key", &["id", "key"]),
    personal(
        "delivery",
        &["address", "name"],
        "tên và địa chỉ người nhận",
        "gửi báo cáo đúng một lần",
        "không tự xóa",
    ),
    plain(
        "delivery",
        &[
            "id",
            "report_id",
            "period",
            "occasion",
            "agency_code",
            "channel",
            "parcel_id",
            "state",
            "attempts",
            "resent",
            "next_at",
            "owner",
            "leased_until",
            "problem",
            "created_at",
            "changed_at",
            "is_marked",
            "is_told",
            "machine",
        ],
    ),
    personal(
        "parcel",
        &["subject", "text", "html"],
        "nội dung đã gửi; có thể có mã hồ sơ",
        "gửi lại khi cần",
        "`[retention] outbox_days` (90 ngày) sau khi gửi",
    ),
    plain("parcel", &["id", "digest", "made_at"]),
    personal(
        "parcel_file",
        &["bytes"],
        "tệp đính kèm đã gửi; có thể có mã hồ sơ",
        "gửi lại khi cần",
        "`[retention] outbox_days` (90 ngày) sau khi gửi",
    ),
    plain("parcel_file", &["parcel_id", "number", "name", "media_type", "is_inline"]),
    personal(
        "urging",
        &["noted_by"],
        "tên đăng nhập người ghi sổ đôn đốc",
        "biết ai đã đôn đốc",
        "đến khi bỏ dòng ấy khỏi sổ",
    ),
    plain(
        "urging",
        &[
            "id",
            "urged_on",
            "noted_at",
            "subject",
            "subject_code",
            "agency_code",
            "channel",
            "message",
            "note",
        ],
    ),
    personal(
        "alert",
        &["seen_by"],
        "tên đăng nhập người đã xem cảnh báo",
        "biết ai đã nhận việc",
        "không tự xóa",
    ),
    plain(
        "alert",
        &["id", "kind", "subject", "agency_code", "state", "detail", "since", "told_at", "seen_at"],
    ),
    plain(
        "run",
        &[
            "id",
            "schedule_id",
            "planned_at",
            "report_id",
            "period",
            "state",
            "note",
            "next_at",
            "owner",
            "leased_until",
            "changed_at",
            "added",
            "machine",
        ],
    ),
    plain(
        "schedule_mark",
        &["schedule_id", "planned_at", "timing", "seen_at", "begun_at", "machine"],
    ),
    plain("duty", &["name", "machine", "seen_at"]),
    plain("backup_record", &["id", "began_at", "backup_id", "is_whole", "note", "machine"]),
    plain(
        "proof_record",
        &["id", "proved_at", "backup_id", "is_proved", "answers", "differing", "note", "machine"],
    ),
];

/// What stands beside a kind of export.
pub const EXPORT_NOTES: [(&str, &str); 2] =
    [("dossier", " (hồ sơ)"), ("petition", " (phản ánh, kiến nghị)")];

/// By kind, the columns of exports that are kept, as the schema has them.
pub fn kept_columns() -> BTreeMap<String, Vec<String>> {
    let tables = tables("queries/schema");
    let of_kind = |(table, columns): (String, Vec<String>)| {
        Some((table.strip_suffix("_version")?.to_owned(), columns))
    };
    tables.into_iter().filter_map(of_kind).collect()
}

/// The columns of every table that the SQL files of a folder make.
fn tables(folder: &str) -> BTreeMap<String, Vec<String>> {
    let table = Regex::new(r"(?s)create table (\w+) \((.*?)\n\)").expect("a pattern");
    let added = Regex::new(r"alter table (\w+) add column (\w+)").expect("a pattern");
    let column = Regex::new(r"^    ([a-z_]+) ").expect("a pattern");
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|it| it == "sql")) {
        let text = fs::read_to_string(path).expect("SQL");
        for found in table.captures_iter(&text) {
            let names =
                found[2].lines().filter_map(|line| Some(column.captures(line)?[1].to_owned()));
            let words = ["primary", "unique", "check", "foreign", "constraint"];
            let names = names.filter(|name| !words.contains(&name.as_str()));
            tables.entry(found[1].to_owned()).or_default().extend(names);
        }
        for found in added.captures_iter(&text) {
            tables.entry(found[1].to_owned()).or_default().push(found[2].to_owned());
        }
    }
    tables
}

#[test]
fn somebody_has_said_of_every_column_of_the_state_whether_it_is_of_a_person() {
    let mut said: BTreeSet<(String, String)> = BTreeSet::new();
    for of in STATE_COLUMNS {
        for column in of.columns {
            let is_new = said.insert((of.table.to_owned(), (*column).to_owned()));
            assert!(is_new, "`{}.{column}` once", of.table);
        }
    }
    let stored = tables("src/state/schema").into_iter().flat_map(|(table, columns)| {
        columns.into_iter().map(move |column| (table.clone(), column))
    });
    assert_eq!(stored.collect::<BTreeSet<_>>(), said);
}

#[test]
fn no_kept_column_of_an_export_names_a_person() {
    let kept = kept_columns();
    assert!(kept["dossier"].len() > 20 && kept.len() >= 7, "{kept:?}");
    let of_persons = [
        "applicant",
        "person",
        "phone",
        "mail",
        "address",
        "birth",
        "identity",
        "citizen",
        "officer",
    ];
    for (kind, columns) in &kept {
        for column in columns {
            assert!(!of_persons.iter().any(|word| column.contains(word)), "{kind}.{column}");
        }
    }
}
