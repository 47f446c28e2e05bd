//! A content that knows few agencies: whoever builds often does not read those of the whole country each time.

use motcua::catalog::Catalog;

/// Lists of all agencies, and of what became of them.
const LISTS: [&str; 4] =
    ["agency/national", "agency/published", "agency_alias/national", "agency_succession/national"];

/// Keeps the agencies, successions and aliases whose line begins so.
pub fn keep_agencies(catalog: &mut Catalog, codes: &[&str]) {
    for name in LISTS {
        keep_lines(catalog, name, |line| codes.iter().any(|code| line.starts_with(code)));
    }
}

/// Keeps the heading of a reference file and the lines that are wanted.
pub fn keep_lines(catalog: &mut Catalog, name: &str, is_kept: impl Fn(&str) -> bool) {
    let path = format!("queries/reference/{name}.csv");
    let text = catalog.content.file_text(&path).expect("a reference").to_owned();
    let kept = text.lines().enumerate().filter(|(at, line)| *at == 0 || is_kept(line));
    let kept: Vec<&str> = kept.map(|(_, line)| line).collect();
    catalog.content = catalog.content.with_file(&path, (kept.join("\n") + "\n").into_bytes());
}
