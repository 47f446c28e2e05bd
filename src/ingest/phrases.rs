//! Days and periods in the phrases that titles, signatures and footers have them in.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;

use crate::domain::period::{Period, PeriodCalendar, PeriodShape};

/// A day: `31/12/2023`, `31-12-2023`, `31.12.2023`, `2023-12-31`, `31 tháng 12 năm 2023`.
const DAY: &str = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}";
/// What may stand between a phrase and its day: an hour, "ngày", a colon.
const LEAD: &str = r"[\s:,-]*(?:hết|cuối)?\s*(?:lúc|vào|on|at)?\s*(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{1,2})?\s*(?:phút|p|:\d{2})?)?[\s:,-]*(?:hết\s+)?(?:ngày)?[\s:]*";

/// How surely a phrase says the day whose state is shown, surest first.
static PHRASES: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    let kinds = [
        // "Số liệu tính đến 17 giờ 00 phút ngày 31/12/2023", "tại thời điểm 31/12/2023", "Cập nhật lúc 08:15 31/12/2023"
        format!(
            r"(?:(?:tính|số liệu|dữ liệu|cập nhật|chốt)[^\n\d]{{0,25}}(?:đến|tới)|thời điểm|cập nhật){LEAD}(?<it>{DAY})"
        ),
        // "Ngày xuất: 31/12/2023", "In lúc 08:15 31/12/2023", "Ngày báo cáo 31/12/2023"
        format!(
            r"(?:^|\W)(?:(?:kết |trích )?xuất|in|lập|tạo|báo cáo|exported|printed)(?:\s+(?:báo cáo|tệp|file|dữ liệu|biểu|bảng))?{LEAD}(?<it>{DAY})"
        ),
        // "Từ ngày 01/12/2023 đến ngày 31/12/2023", "đến hết ngày 31/12/2023"
        format!(r"(?:đến|tới){LEAD}(?<it>{DAY})"),
        // "An Sơn, ngày 31 tháng 12 năm 2023"
        format!(r"(?m)^[^,\n\d]{{2,40}},\s*ngày\s+(?<it>{DAY})\s*$"),
    ];
    kinds.map(|kind| compile_regex(&kind))
});

fn compile_regex(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("well-formed")
}

/// The last day a phrase names that is not to come: first of the surer phrases; with whether it is only a signature's.
pub fn find_snapshot(text: &str, today: Date) -> Option<(Date, bool)> {
    let last = |phrase: &Regex| {
        let found =
            phrase.captures_iter(text).filter_map(|found| parse_day(found.name("it")?.as_str()));
        found.filter(|day| *day <= today).max()
    };
    let mut phrases = PHRASES.iter().enumerate();
    phrases.find_map(|(rank, phrase)| Some((last(phrase)?, rank == 3)))
}

/// Reads a day in any of its writings, or `20231231`; an impossible one is none.
pub fn parse_day(text: &str) -> Option<Date> {
    let text = text.to_lowercase().replace("tháng", "/").replace("năm", "/");
    let parts: Vec<&str> = text.split(['/', '-', '_', '.']).map(str::trim).collect();
    let (year, month, day) = match parts[..] {
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        [year, month, day] if year.len() == 4 => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        .ok()
        .filter(|day| *day >= date(1945, 9, 2))
}

/// The one period a text is about: a span, a month, a quarter, half a year, or a year where nothing smaller is named. None
/// where it names several, or counts months up from the year's start.
pub fn find_period(text: &str) -> Option<Period> {
    static CITES: LazyLock<Regex> = LazyLock::new(|| {
        compile_regex(
            r"thông tư|nghị định|quyết định|căn cứ|luật|kế hoạch|công văn|ban hành|so với|cùng kỳ",
        )
    });
    static LONG_DAY: LazyLock<Regex> =
        LazyLock::new(|| compile_regex(r"ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\s*\d*"));
    let lines: Vec<&str> = text.lines().filter(|line| !CITES.is_match(line)).collect();
    let text = lines.join("\n");
    let mut found = find_spans(&text)?;
    if found.is_empty() {
        // Days are surer than the month they are called by: a report's month may begin on the 15th.
        let text = LONG_DAY.replace_all(&text, " ");
        found = parts_of_years(&text)?;
        if found.is_empty() {
            found = find_years(&text);
        }
    }
    let holds = |one: &Period, other: &Period| {
        one != other && one.start() <= other.start() && other.end() <= one.end()
    };
    let mut widest = found.iter().filter(|one| !found.iter().any(|other| holds(other, one)));
    let first = *widest.next()?;
    widest.all(|other| *other == first).then_some(first)
}

/// "Từ ngày 15/07/2026 đến ngày 14/08/2026"; `None` where a span is no period.
fn find_spans(text: &str) -> Option<Vec<Period>> {
    static SPAN: LazyLock<Regex> = LazyLock::new(|| {
        compile_regex(&format!(
            r"(?<from>{DAY})\s*(?:đến|tới|-|–|→)\s*(?:hết\s+)?(?:ngày)?\s*:?\s*(?<to>{DAY})"
        ))
    });
    let span = |found: regex::Captures| {
        let (from, to) =
            (parse_day(found.name("from")?.as_str())?, parse_day(found.name("to")?.as_str())?);
        let (year, month) = (to.year(), to.month());
        let (half, quarter) = ((month - 1) / 6 + 1, (month - 1) / 3 + 1);
        let shapes = [
            PeriodShape::Month(year, month),
            PeriodShape::Quarter(year, quarter),
            PeriodShape::Half(year, half),
            PeriodShape::Year(year),
        ];
        let mut periods = [PeriodCalendar::Civil, PeriodCalendar::Reporting]
            .into_iter()
            .flat_map(|calendar| shapes.map(|shape| Period { calendar, shape }));
        periods.find(|period| period.start() == from && period.end() == to)
    };
    SPAN.captures_iter(text).map(span).collect()
}

/// "Tháng 8 năm 2026", "Quý III/2026", "6 tháng đầu năm 2026"; `None` where months are counted up to no such part.
fn parts_of_years(text: &str) -> Option<Vec<Period>> {
    static MONTHS: LazyLock<Regex> = LazyLock::new(|| {
        compile_regex(
            r"(?<count>\d{1,2}|sáu|ba|chín)\s+tháng(?:\s+(?<end>đầu|cuối))?\s+năm\s+(?<year>20\d\d)",
        )
    });
    static MONTH: LazyLock<Regex> = LazyLock::new(|| {
        compile_regex(
            r"(?:^|\W)(?:tháng|T)\s*(?<month>\d{1,2})\s*(?:năm\s*|[/.-]\s*)(?<year>20\d\d)",
        )
    });
    static QUARTER: LazyLock<Regex> = LazyLock::new(|| {
        compile_regex(r"quý\s*(?<quarter>IV|I{1,3}|[1-4])\s*(?:năm|[/.,-])?\s*(?<year>20\d\d)")
    });
    static SUMMED: LazyLock<Regex> = LazyLock::new(|| compile_regex(r"l[ũu][ỹy] kế"));
    if SUMMED.is_match(text) {
        return None;
    }
    let mut found = Vec::new();
    for months in MONTHS.captures_iter(text) {
        let year = months["year"].parse().ok()?;
        let shape =
            match (&*months["count"].to_lowercase(), months.name("end").map(|it| it.as_str())) {
                ("6" | "06" | "sáu", Some("cuối")) => PeriodShape::Half(year, 2),
                ("6" | "06" | "sáu", _) => PeriodShape::Half(year, 1),
                ("3" | "03" | "ba", Some("đầu") | None) => PeriodShape::Quarter(year, 1),
                _ => return None,
            };
        found.push(shape);
    }
    let text = MONTHS.replace_all(text, " ");
    for month in MONTH.captures_iter(&text) {
        let number = month["month"].parse().ok().filter(|number| (1..=12).contains(number))?;
        found.push(PeriodShape::Month(month["year"].parse().ok()?, number));
    }
    for quarter in QUARTER.captures_iter(&text) {
        let number = match &*quarter["quarter"].to_uppercase() {
            "I" | "1" => 1,
            "II" | "2" => 2,
            "III" | "3" => 3,
            _ => 4,
        };
        found.push(PeriodShape::Quarter(quarter["year"].parse().ok()?, number));
    }
    Some(found.into_iter().map(civil_period).collect())
}

fn find_years(text: &str) -> Vec<Period> {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| compile_regex(r"năm\s*:?\s*(?<year>20\d\d)(?:\D|$)"));
    let years = YEAR.captures_iter(text).filter_map(|year| year["year"].parse().ok());
    years.map(|year| civil_period(PeriodShape::Year(year))).collect()
}

fn civil_period(shape: PeriodShape) -> Period {
    Period { calendar: PeriodCalendar::Civil, shape }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Số liệu tính đến 17 giờ 00 phút ngày 31/12/2023", "2023-12-31")]
    #[case("Tính đến ngày 31 tháng 12 năm 2023", "2023-12-31")]
    #[case("(Số liệu đến hết ngày 31-12-2023)", "2023-12-31")]
    #[case("đến hết 31.12.2023", "2023-12-31")]
    #[case("Ngày xuất: 31/12/2023 08:15:00", "2023-12-31")]
    #[case("Ngày xuất báo cáo:\n2023-12-31 00:00:00", "2023-12-31")]
    #[case("In lúc 08:15:22 31/12/2023", "2023-12-31")]
    #[case("Từ ngày 01/12/2023 đến ngày 31/12/2023", "2023-12-31")]
    #[case("Từ 01/12/2023 đến 31/12/2023", "2023-12-31")]
    #[case("Tại thời điểm 31/12/2023", "2023-12-31")]
    #[case("Cập nhật lúc 16h30 ngày 31/12/2023", "2023-12-31")]
    #[case("An Sơn, ngày 31 tháng 12 năm 2023", "2023-12-31")]
    #[case("Từ ngày 01/12/2023 đến ngày 31/12/2023\nNgày xuất: 02/01/2024", "2024-01-02")]
    #[case("Tính đến ngày 31/12/2023\nNgày in: 02/01/2024", "2023-12-31")]
    #[case("Từ ngày 01/01/2023 đến ngày 31/12/2030", "none")]
    #[case("Quyết định số 12 ngày 31/12/2023 của UBND tỉnh", "none")]
    #[case("đến ngày 31/02/2023", "none")]
    fn the_day_of_the_state_is_read(#[case] text: &str, #[case] read: &str) {
        let found = find_snapshot(text, date(2024, 1, 2)).map(|(day, _)| day.to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), read);
    }

    #[rstest]
    #[case("BÁO CÁO THÁNG 8 NĂM 2026", "2026-08")]
    #[case("Tháng 08/2026", "2026-08")]
    #[case("Kỳ báo cáo: Quý III/2026", "2026-Q3")]
    #[case("Quý 3 năm 2026\n(từ tháng 7 năm 2026 đến tháng 9 năm 2026)", "2026-Q3")]
    #[case("6 tháng đầu năm 2026", "2026-H1")]
    #[case("Năm 2023", "2023")]
    #[case("Từ ngày 01/08/2026 đến ngày 31/08/2026", "2026-08")]
    #[case("Từ ngày 15/07/2026 đến ngày 14/08/2026", "bc:2026-08")]
    #[case("Kỳ báo cáo: Tháng 8 năm 2026\n(Từ ngày 15/07/2026 đến ngày 14/08/2026)", "bc:2026-08")]
    #[case("Tháng 8 năm 2026\nAn Sơn, ngày 3 tháng 9 năm 2026", "2026-08")]
    #[case("Theo Thông tư 01/2020/TT-VPCP năm 2020\nTháng 8 năm 2026", "2026-08")]
    #[case("9 tháng đầu năm 2026", "none")]
    #[case("Lũy kế đến tháng 8 năm 2026", "none")]
    #[case("Tháng 7 năm 2026\nTháng 8 năm 2026", "none")]
    #[case("Từ ngày 03/08/2026 đến ngày 20/08/2026", "none")]
    #[case("Tháng 13 năm 2026", "none")]
    #[case("DANH SÁCH HỒ SƠ", "none")]
    fn the_period_of_a_title_is_read(#[case] text: &str, #[case] read: &str) {
        let found = find_period(text).map(|period| period.to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), read);
    }
}
