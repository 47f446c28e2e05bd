//! The command line has its words in the content, in both languages, and says nothing in a language that was not asked for.

use std::collections::BTreeSet;

use clap::{Arg, Command, CommandFactory};
use motcua::{
    catalog::phrases::{PhraseBook, language::PhraseLanguage},
    cli::CommandLine,
};
use rstest::rstest;

use crate::support::desk::Desk;

/// Every command with the words that lead to it, from the program itself on; what clap adds for help is the same everywhere.
fn commands() -> Vec<(String, Command)> {
    fn walk(command: &Command, path: &str, found: &mut Vec<(String, Command)>) {
        found.push((path.to_owned(), command.clone()));
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            walk(inner, format!("{path} {}", inner.get_name()).trim_start(), found);
        }
    }
    let mut command = CommandLine::command();
    command.build();
    let mut found = Vec::new();
    walk(&command, "", &mut found);
    found
}

fn typed(argument: &Arg) -> String {
    match argument.get_long() {
        Some(long) => format!("--{long}"),
        None => argument.get_value_names().expect("a place has a name")[0].to_string(),
    }
}

/// The keys under which the content has words of the tree, and those it may leave out.
fn keys() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut needed, mut allowed) = (BTreeSet::new(), BTreeSet::new());
    let book = PhraseBook::built_in();
    needed.insert("help".to_owned());
    for (path, command) in commands() {
        let key = if path.is_empty() { "motcua" } else { &path };
        needed.insert(key.to_owned());
        allowed.insert(format!("{key} more"));
        if command.get_long_about().is_some() {
            needed.insert(format!("{key} more"));
        }
        for argument in command.get_arguments() {
            let name = typed(argument);
            let own = format!("{path} {name}").trim_start().to_owned();
            needed.insert(if book.has_phrase(&own) { own.clone() } else { name });
            let takes_value = argument.get_action().takes_values();
            for value in argument.get_value_names().into_iter().flatten().filter(|_| takes_value) {
                needed.insert(format!("<{value}>"));
                allowed.insert(format!("<{value}> how"));
            }
            for value in argument.get_possible_values().iter().filter(|_| takes_value) {
                let key = format!("{own}={}", value.get_name());
                allowed.insert(key.clone());
                value.get_help().map(|_| needed.insert(key));
            }
        }
    }
    (needed, allowed)
}

#[test]
fn every_command_option_and_value_has_its_words_in_both_languages() {
    let (book, (needed, allowed)) = (PhraseBook::built_in(), keys());
    assert!(needed.len() > 150, "{} keys", needed.len());
    let lacking: Vec<&String> = needed.iter().filter(|key| !book.has_english(key)).collect();
    assert!(lacking.is_empty(), "dashboards/command_line.toml has no words of {lacking:#?}");
    let extra: Vec<&str> = (book.list_placeholders().map(|(id, _)| id))
        .filter(|id| !id.contains('.') && !needed.contains(*id) && !allowed.contains(*id))
        .filter(|id| *id != "<COMMAND>" && *id != "left_out")
        .collect();
    assert!(extra.is_empty(), "nothing is called {extra:#?}");
}

#[test]
fn what_commands_say_is_there_in_both_languages() {
    let text = std::fs::read_to_string("dashboards/command_line.toml").expect("the words");
    let table: toml::Table = toml::from_str(&text).expect("TOML");
    let alone: Vec<_> = table.iter().filter(|(_, said)| !said.is_table()).collect();
    assert!(alone.is_empty(), "in one language: {alone:#?}");
    let placeholders = |book: &PhraseBook| -> Vec<(String, BTreeSet<String>)> {
        book.list_placeholders()
            .map(|(id, names)| (id.to_owned(), names.into_iter().map(str::to_owned).collect()))
            .collect()
    };
    let english = PhraseBook::built_in().in_language(PhraseLanguage::English);
    assert_eq!(placeholders(PhraseBook::built_in()), placeholders(&english));
}

/// What commands say besides, of other files: sentences whose ids begin so.
const SAID_TOO: [&str; 22] = [
    "column.",
    "compare.",
    "content.",
    "difference.",
    "few.",
    "forecast.",
    "freshness.",
    "gap.",
    "lateness.",
    "limit.",
    "period.",
    "rejected.",
    "rejection.",
    "score.",
    "settings.",
    "simulate.",
    "source.",
    "sources.",
    "succession.",
    "toml_type.",
    "unit.",
    "value.",
];

/// Every sentence of refusals, of `doctor`, and of others that commands say, by its id.
fn said_sentences() -> Vec<(String, toml::Value)> {
    let read = |name: &str| -> toml::Table {
        let text = std::fs::read_to_string(format!("dashboards/{name}.toml")).expect("sentences");
        toml::from_str(&text).expect("TOML")
    };
    let others = read("phrases").into_iter();
    let others =
        others.filter(|(id, _)| SAID_TOO.iter().any(|beginning| id.starts_with(beginning)));
    read("refusals").into_iter().chain(read("health")).chain(others).collect()
}

#[test]
fn refusals_reasons_and_findings_are_there_in_both_languages() {
    let said = said_sentences();
    assert!(said.len() > 900, "{} sentences", said.len());
    let alone: Vec<&str> =
        said.iter().filter(|(_, told)| !told.is_table()).map(|(id, _)| id.as_str()).collect();
    assert!(alone.is_empty(), "in one language: {alone:#?}");
}

#[test]
fn english_sentences_are_english_but_for_names_of_pages_and_examples() {
    let letter =
        regex::Regex::new("[ăâđêôơưạảấầẩậắằặẹẻếềểệịọỏốồổộớờởợụủứừửựỳỷỹ]").expect("a pattern");
    // What stands on pages and in files is called as it is there.
    let names = regex::Regex::new("Quản trị|Báo cáo|Dữ liệu|Tính lại số liệu|\"Phí, lệ phí \\(đồng\\)\"|\"Số vào sổ\"|\\(đồng\\)")
        .expect("a pattern");
    let wrong: Vec<String> = (said_sentences().into_iter())
        .filter_map(|(id, told)| Some((id, told.get("en")?.as_str()?.to_owned())))
        .filter(|(_, english)| letter.is_match(&names.replace_all(english, "")))
        .map(|(id, english)| format!("{id}: {english}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_wrong_is_said_in_the_language_asked_for() {
    let desk = Desk::new();
    desk.write("motcua.toml", "[serve]\ncertifcate = \"a\"\n");
    let told = desk.run("check");
    assert!(told.contains("`motcua.toml`, dòng 2: không có mục `certifcate`"), "{told}");
    assert!(told.contains("gợi ý: có phải `certificate` không?"), "{told}");
    let told = desk.run("--lang en check");
    assert!(told.contains("`motcua.toml`, line 2: there is no key `certifcate`"), "{told}");
    assert!(told.contains("hint: did you mean `certificate`?"), "{told}");
    desk.write("motcua.toml", "scope = 184\n");
    let told = desk.run("check");
    assert!(told.contains("phải là chữ trong dấu nháy kép"), "{told}");
    assert!(!told.contains("invalid type"), "{told}");
    desk.write("motcua.toml", "");
    let told = desk.run("--lang en show on_time_rate --period 2023");
    assert!(told.contains("there are no data in"), "{told}");
    let told = desk.run("--lang en doctor --offline");
    assert!(told.contains("Data folder") && !told.contains("Thư mục dữ liệu"), "{told}");
    desk.write("trong.csv", "");
    let told = desk.run("--lang en ingest trong.csv");
    assert!(told.contains("holds no data"), "{told}");
}

/// Help of every command, long and short, in a language.
fn helps(language: PhraseLanguage) -> Vec<(String, String)> {
    fn walk(command: &mut Command, path: &str, found: &mut Vec<(String, String)>) {
        let (long, short) = (command.render_long_help(), command.render_help());
        found.push((path.to_owned(), format!("{long}\n{short}")));
        for inner in command.get_subcommands_mut() {
            let path = format!("{path} {}", inner.get_name());
            walk(inner, &path, found);
        }
    }
    let mut command = CommandLine::worded(&PhraseBook::built_in().in_language(language));
    let mut found = Vec::new();
    walk(&mut command, "motcua", &mut found);
    found
}

#[test]
fn vietnamese_help_is_vietnamese_throughout() {
    let english = regex::Regex::new(
        r"(?i)\b(usage|options|commands|arguments|default|possible|values|print|the|of|and|is|with|to|for|this)\b|\[env:",
    )
    .expect("a pattern");
    let typed = regex::Regex::new("--[a-z-]+").expect("a pattern");
    let helps = helps(PhraseLanguage::Vietnamese);
    assert!(helps.len() > 60, "{} helps", helps.len());
    for (command, help) in helps {
        // What is typed is what it is: `--data`, `--format=…`.
        let said: Vec<&str> =
            help.lines().filter(|line| english.is_match(&typed.replace_all(line, ""))).collect();
        assert!(said.is_empty(), "{command} --help says {said:#?}");
    }
}

#[test]
fn english_help_is_english_throughout() {
    let letter =
        regex::Regex::new("[ăâđêôơưạảấầẩậắằặẹẻếềểệịọỏốồổộớờởợụủứừửựỳỷỹ]").expect("a pattern");
    for (command, help) in helps(PhraseLanguage::English) {
        let said: Vec<&str> = help.lines().filter(|line| letter.is_match(line)).collect();
        assert!(said.is_empty(), "{command} --help says {said:#?}");
    }
}

#[rstest]
#[case::command("shw", "lỗi: không có lệnh `shw`", "gợi ý: có phải `show` không?")]
#[case::option(
    "ingest --conector a b",
    "không có tùy chọn hay đối số `--conector`",
    "`--connector`"
)]
#[case::missing("show", "còn thiếu: `--period <KỲ>`, `<CHỈ TIÊU>`", "Cách dùng: motcua show")]
#[case::no_value("show a --period", "`--period <KỲ>` phải có giá trị đi sau", "viết 2026, 2026-H1")]
#[case::wrong_period("show a --period năm", "`--period <KỲ>` không nhận giá trị `năm`", "bc:")]
#[case::wrong_day("report a --period 2023 --on x", "`--on <NGÀY>` không nhận", "như 31/12/2023")]
#[case::wrong_choice("sources --format pdf", "không nhận giá trị `pdf`", "table, json, csv")]
#[case::wrong_role("user add a --role boss", "`--role <VAI TRÒ>` không nhận", "admin, officer")]
#[case::together("show a --period 2023 --by month --published", "`--published`", "không đi cùng")]
#[case::language("--lang fr metrics", "`--lang <NGÔN NGỮ>` không nhận giá trị `fr`", "vi, en")]
fn what_is_typed_wrong_is_said_with_what_to_type(
    #[case] line: &str,
    #[case] problem: &str,
    #[case] hint: &str,
) {
    let told = Desk::new().run(line);
    assert!(told.starts_with("exit 2\n"), "{told}");
    assert!(told.contains(problem) && told.contains(hint), "{told}");
    assert!(!told.contains("Usage") && !told.contains("error"), "{told}");
}

#[test]
fn english_is_spoken_where_it_is_asked_for() {
    let desk = Desk::new();
    let told = desk.run("--lang en show a --period x");
    assert!(told.contains("error: `--period <PERIOD>` does not take `x`"), "{told}");
    let told = desk.run("show on_time_rat --period 2023 --lang en");
    assert!(told.contains("error: there is no metric `on_time_rat`"), "{told}");
    assert!(told.contains("hint: did you mean `on_time_rate`?"), "{told}");
    let told = desk.run("show on_time_rat --period 2023");
    assert!(told.contains("lỗi: không có chỉ tiêu `on_time_rat`"), "{told}");
    assert!(told.contains("gợi ý: có phải `on_time_rate` không?"), "{told}");
}

#[test]
fn help_needs_no_content_that_can_be_read() {
    let desk = Desk::new();
    desk.write("own/dashboards/command_line.toml", "\"chart.written\" = { vi = 1 }");
    let told = desk.run("--content own ingest --help");
    assert!(told.starts_with("exit 0") && told.contains("Cách dùng: motcua ingest"), "{told}");
    let told = desk.run("--content nowhere metrics");
    assert!(
        told.contains("lỗi: không đọc được thư mục nội dung `nowhere`: không có tệp này"),
        "{told}"
    );
}

#[test]
fn an_office_says_it_in_its_own_words() {
    let desk = Desk::new();
    desk.write("own/dashboards/command_line.toml", "\"sample.invented\" = \"Tệp giả\"");
    let told = desk.run("--content own sample --out here --rows 3");
    assert!(told.contains("Tệp giả"), "{told}");
}

#[test]
fn manual_pages_are_vietnamese() {
    let desk = Desk::new();
    let told = desk.run("manual --out here");
    assert!(told.starts_with("exit 0"), "{told}");
    let page =
        std::fs::read_to_string(desk.path().join("here/man1/motcua-show.1")).expect("a page");
    for said in [".SH \"TÓM TẮT\"", ".SH \"TÙY CHỌN\"", "Xem một chỉ tiêu của từng đơn vị"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    for english in [".SH NAME", ".SH OPTIONS", "OPTIONS]", "default", "Print"] {
        assert!(!page.contains(english), "{english}: {page}");
    }
}
