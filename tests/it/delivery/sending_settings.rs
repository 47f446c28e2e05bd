//! What is wrong in motcua.toml is pointed at before anything is sent.

use std::sync::LazyLock;

use miette::Diagnostic;
use rstest::rstest;

use motcua::{
    catalog::{Catalog, CatalogError, settings::ProgramSettings},
    pipeline::DueWork,
};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::load_content(None).expect("it is well"));

const MAIL: &str = "[mail]\nhost = 'x'\nfrom = 'vp@x.example'\n";
const WEEKLY: &str = "[[schedule]]\nid = 'a'\nreport = 'weekly'\nperiod = 'week_before'\n";

fn checked(text: &str) -> Result<(), CatalogError> {
    let settings = ProgramSettings::parse_text("motcua.toml", text)?;
    settings.check_content(&CATALOG)?;
    DueWork::check(&settings)
}

#[rstest]
#[case::no_mail("[alerts]\nto = [{ mail = 'a@b.example' }]", "'a@b.example'", "chưa có mục [mail]")]
#[case::no_address("{mail}[alerts]\nto = [{ mail = 'Lan' }]", "'Lan'", "không phải địa chỉ thư")]
#[case::sender("[mail]\nhost = 'x'\nfrom = 'vp'", "'vp'", "không phải địa chỉ thư")]
#[case::two_ways(
    "{mail}[alerts]\nto = [{ mail = 'a@b.example', folder = 'x' }]",
    "'a@b.example'",
    "đúng một trong các cách"
)]
#[case::no_way("{mail}[alerts]\nto = [{ name = 'Lan' }]", "Lan", "đúng một trong các cách")]
#[case::webhook(
    "[alerts]\nto = [{ webhook = 'zalo' }]",
    "'zalo'",
    "không có cách gửi nào tên `zalo`"
)]
#[case::cron(
    "{mail}{weekly}cron = '0 25 * * 1'\nto = [{ mail = 'a@b.example' }]",
    "'0 25 * * 1'",
    "không phải giờ gửi"
)]
#[case::nobody("{weekly}cron = '0 7 * * 1'", "'a'", "không gửi cho ai")]
#[case::source(
    "{mail}{weekly}cron = '0 7 * * 1'\nto_each = 'all'\nsources = ['dvcq']",
    "'dvcq'",
    "không có connector `dvcq`"
)]
#[case::twice(
    "[[folder]]\nid = 'a'\npath = 'x'\n[[folder]]\nid = 'a'\npath = 'y'",
    "'a'",
    "có hai [[folder]]"
)]
#[case::metric(
    "[alerts]\nmetrics = [{ id = 'on_time', period = 'week' }]",
    "'on_time'",
    "không có chỉ tiêu `on_time`"
)]
#[case::contact("{mail}[[contact]]\nmail = 'a@b.example'", "'a@b.example'", "thiếu `agency`")]
#[case::half(
    "[mail]\nhost = 'x'\nfrom = 'vp@x.example'\nuser = 'u'",
    "'vp@x.example'",
    "phải đi cùng nhau"
)]
#[case::clear(
    "[mail]\nhost = 'x'\nfrom = 'vp@x.example'\ntls = 'none'\nuser = 'u'\npassword = { env = 'P' }",
    "'vp@x.example'",
    "không mã hóa"
)]
#[case::address(
    "[[webhook]]\nid = 'z'\nurl = 'x{token}'\nbody = {}",
    "'x{token}'",
    "địa chỉ không dùng được"
)]
#[case::format(
    "{mail}{weekly}cron = '0 7 * * 1'\nto = [{ mail = 'a@b.example' }]\nformats = ['doc']",
    "'a'",
    "`doc` không phải dạng tệp"
)]
#[case::patience("{mail}timeout_seconds = 91", "'vp@x.example'", "nhiều nhất là 90")]
#[case::watched_twice(
    "[alerts]\nmetrics = [{ id = 'on_time_rate', period = 'week' }, { id = 'on_time_rate', period = 'week', at_least = 5 }]",
    "'on_time_rate'",
    "hai lần"
)]
#[case::role("{mail}[alerts]\nto = [{ role = 'chair' }]", "'chair'", "`chair` không phải giá trị")]
#[case::role_and_more(
    "{mail}[alerts]\nto = [{ role = 'officer', agency = '06283' }]",
    "'officer'",
    "không viết `mail`, `webhook`"
)]
#[case::role_without_mail(
    "[alerts]\nto = [{ role = 'officer' }]",
    "'officer'",
    "chưa có mục [mail]"
)]
#[case::contact_role(
    "{mail}[[contact]]\nagency = '06283'\nrole = 'commune'",
    "'commune'",
    "vai trò đã nói"
)]
#[case::viewer_of_dossiers(
    "{mail}{weekly}cron = '0 7 * * 1'\nto = [{ role = 'viewer' }]",
    "'viewer'",
    "vai trò chỉ xem"
)]
#[case::viewer_of_few(
    "{mail}[alerts]\nto = [{ role = 'viewer' }]\nmetrics = [{ id = 'on_time_rate', period = 'week', at_least = 9 }]",
    "'viewer'",
    "biết về một người"
)]
#[case::period("{weekly}cron = '0 7 * * 1'\nperiods = 'x'", "periods", "không có mục")]
fn an_error_has_its_place(#[case] text: &str, #[case] place: &str, #[case] told: &str) {
    let text = text.replace("{mail}", MAIL).replace("{weekly}", WEEKLY);
    let error = checked(&text).expect_err("wrong");
    assert!(error.to_string().contains(told), "{error}");
    let label = error.labels().and_then(|mut labels| labels.next()).expect("a place");
    assert_eq!(&text[label.offset()..label.offset() + label.len()], place);
}

#[test]
fn the_example_of_the_guide_is_well() {
    let guide = std::fs::read_to_string("docs/huong-dan/gui-tu-dong.md").expect("there");
    let parts =
        guide.split("```toml\n").skip(1).map(|part| part.split("```").next().expect("an end"));
    let example: String = parts.collect();
    assert!(example.contains("[mail]") && example.contains("[alerts]"));
    checked(&example).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_may_be_meant_is_a_warning() {
    let desk = crate::support::desk::Desk::new();
    let text = format!(
        "{MAIL}{WEEKLY}cron = '0 7 * * 1'\nto = [{{ mail = 'a@b.example' }}]\n\
         [alerts]\nmetrics = [{{ id = 'online_payment_rate', period = 'week' }}]\n"
    );
    desk.write("motcua.toml", &text);
    let said = desk.run("check");
    assert!(said.starts_with("exit 0"), "{said}");
    for warning in ["[mail] không ghi `owner`", "ngưỡng của `online_payment_rate`"] {
        assert!(said.contains(warning), "{said}");
    }
}
