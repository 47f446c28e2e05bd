//! Measures every text of every chart on every sheet over many shapes of data, as another library lays it out: none too small, none cut
//! off, none over another or on a rule.

#[cfg(test)]
mod cases;

use std::sync::{Arc, LazyLock};

use resvg::usvg::{Group, Node, Options, Rect, TextChunk, Tree, fontdb::Database};
use rstest::rstest;

use super::{
    canvas::{FAMILY, REGULAR, SEMIBOLD},
    layout::ChartSheet,
};
use cases::{DataShape, card, limit_name, make_drawings};

/// A text as it is laid out: where its ink is, and the size of its type.
struct TextBox {
    text: String,
    ink: Rect,
    size: f32,
}

/// A picture as it is laid out.
struct LaidOut {
    width: f32,
    height: f32,
    texts: Vec<TextBox>,
    /// Where anything is drawn.
    drawn: Rect,
    /// Straight lines in the colours of rules.
    rules: Vec<Rect>,
}

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMIBOLD.to_vec());
    Arc::new(fonts)
});

fn lay_out(svg: &str) -> LaidOut {
    let fontdb = Arc::clone(&FONTS);
    let options = Options { fontdb, font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).expect("an SVG");
    let mut texts = Vec::new();
    collect_texts(tree.root(), &mut texts);
    let rule = regex::Regex::new(
        r##"stroke="#(?:17212B|B4380F)"[^>]* points="(\d+),(\d+) (\d+),(\d+) ""##,
    )
    .expect("a pattern");
    let rules = rule.captures_iter(svg).filter_map(|found| {
        let at = |index: usize| found[index].parse::<f32>().expect("a number");
        Rect::from_ltrb(at(1) - 0.5, at(2) - 0.5, at(3) + 0.5, at(4) + 0.5)
    });
    LaidOut {
        width: tree.size().width(),
        height: tree.size().height(),
        texts,
        drawn: tree.root().abs_bounding_box(),
        rules: rules.collect(),
    }
}

fn collect_texts(group: &Group, texts: &mut Vec<TextBox>) {
    for node in group.children() {
        match node {
            Node::Group(group) => collect_texts(group, texts),
            Node::Text(text) => {
                let chunks = text.chunks();
                let said: String = chunks.iter().map(TextChunk::text).collect();
                let size = chunks[0].spans()[0].font_size().get();
                let ink = text.flattened().abs_bounding_box();
                texts.push(TextBox { text: said.trim().to_owned(), ink, size });
            }
            _ => {}
        }
    }
}

fn overlap(one: &Rect, other: &Rect) -> bool {
    one.left() < other.right()
        && other.left() < one.right()
        && one.top() < other.bottom()
        && other.top() < one.bottom()
}

/// What is wrong with a picture, in words; nothing where nothing is.
fn find_faults(svg: &str, sheet: ChartSheet) -> Vec<String> {
    let picture = lay_out(svg);
    let mut faults = Vec::new();
    // On paper 560 pixels are 165 mm, which are 467.7 points.
    let (unit, least) = if sheet == ChartSheet::A4 { (467.7 / 560.0, 8.0) } else { (1.0, 9.0) };
    let is_within = |ink: &Rect| {
        ink.left() >= 0.0
            && ink.top() >= 0.0
            && ink.right() <= picture.width
            && ink.bottom() <= picture.height
    };
    if !is_within(&picture.drawn) {
        faults.push(format!("drawn outside: {:?}", picture.drawn));
    }
    for (at, one) in picture.texts.iter().enumerate() {
        if one.size * unit < least {
            faults.push(format!("“{}” is {} high", one.text, one.size));
        }
        if !is_within(&one.ink) {
            faults.push(format!("“{}” leaves the frame: {:?}", one.text, one.ink));
        }
        for other in &picture.texts[at + 1..] {
            if overlap(&one.ink, &other.ink) {
                faults.push(format!("“{}” lies over “{}”", one.text, other.text));
            }
        }
        if picture.rules.iter().any(|rule| overlap(&one.ink, rule)) {
            faults.push(format!("a rule runs through “{}”", one.text));
        }
    }
    faults
}

#[rstest]
fn every_text_is_large_enough_within_its_frame_and_over_no_other(
    #[values(ChartSheet::Phone, ChartSheet::Page, ChartSheet::Slide, ChartSheet::A4)]
    sheet: ChartSheet,
    #[values(
        DataShape::Usual,
        DataShape::LongNames,
        DataShape::NothingCounted,
        DataShape::AllEqual,
        DataShape::AllHundred,
        DataShape::AllFew,
        DataShape::Counts,
        DataShape::BothEnds
    )]
    shape: DataShape,
) {
    for (units, points) in [(1, 1), (2, 12), (17, 52), (163, 12), (3321, 1)] {
        for (kind, drawing) in make_drawings(sheet, shape, units, points) {
            let svg = drawing.render_svg(sheet).expect("drawn");
            let faults = find_faults(&svg, sheet);
            let shown = faults.iter().take(8).cloned().collect::<Vec<_>>().join("\n");
            assert!(
                faults.is_empty(),
                "{kind} of {units} units and {points} points, {} faults:\n{shown}",
                faults.len()
            );
            if let Some(limit) = limit_name(&drawing) {
                assert!(svg.contains(&format!("\n{limit}\n")), "{kind} does not name its limit");
            }
            assert!(
                shape == DataShape::LongNames || !svg.contains('…'),
                "{kind} of {units} units cuts a text short"
            );
        }
    }
}

#[rstest]
fn a_card_has_all_its_texts_within_its_frame(#[values(1, 8, 20)] rows: usize) {
    let svg = card(rows).render_svg().expect("drawn");
    assert_eq!(find_faults(&svg, ChartSheet::Page), Vec::<String>::new());
}
