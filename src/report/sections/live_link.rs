//! Where a paper's numbers are on the office's pages.

use std::{fmt::Write as _, sync::Arc};

use qrcode::{Color, EcLevel, QrCode};

use super::{
    super::{
        ReportError,
        document::{ReportBlock, ReportLink},
    },
    ReportBuilder,
};
use crate::{
    catalog::report::SectionDefinition,
    chart::{ImageSize, render_png},
};

/// Clear modules around a code, as its standard asks.
const QUIET: usize = 4;

impl ReportBuilder<'_> {
    /// Fills in the address of the page with these numbers, and its code; returns nothing where the office does not say where its
    /// pages are.
    pub fn live_link(&self, section: &SectionDefinition) -> Result<Vec<ReportBlock>, ReportError> {
        let Some(url) = self.page_url() else {
            return Ok(Vec::new());
        };
        let words = section.caption.as_deref().unwrap_or_default();
        let svg = draw_code(&url)?;
        let png = render_png(&svg, ImageSize::Usual)?;
        Ok(vec![ReportBlock::Link(ReportLink {
            words: self.filled(words)?,
            alt: self.say("report.link.alt", &[("url", url.clone())]),
            url,
            svg: Arc::new(svg),
            png: Arc::new(png),
        })])
    }

    /// The page of the paper's agency, or of all, in its period.
    pub(super) fn page_url(&self) -> Option<String> {
        let base = self.context.public_url.as_deref()?.trim_end_matches('/');
        let page = self.code().map_or(String::new(), |code| format!("agencies/{code}"));
        Some(format!("{base}/{page}?period={}", self.period))
    }
}

/// One path of squares; the same address is the same code.
fn draw_code(url: &str) -> Result<String, ReportError> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M)
        .map_err(|error| ReportError::format_error("QR", error))?;
    let side = code.width() + 2 * QUIET;
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let (x, y) = (at % code.width() + QUIET, at / code.width() + QUIET);
            // What is written to a string cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#ffffff\"/>\
         <path d=\"{path}\" fill=\"#000000\"/></svg>"
    ))
}
