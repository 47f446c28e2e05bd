//! A paper as a page of its own, and as the body of a mail: styles stand on each element, since a mail has no other.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::{
    ReportError,
    document::{ReportBlock, ReportDocument, ReportLink, ReportPicture, TableHead},
};
use crate::domain::hex::encode_hex;

/// The body of a mail, and the pictures it refers to as `cid:…`.
#[derive(Debug, Clone)]
pub struct MailBody {
    pub subject: String,
    /// For who reads no HTML: what is said before the first table or picture.
    pub text: String,
    pub html: String,
    /// Content id and PNG.
    pub pictures: Vec<(String, Arc<Vec<u8>>)>,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct ReportPage<'a> {
    title: &'a str,
    papers: &'a [ReportDocument],
    is_mail: bool,
}

impl ReportPage<'_> {
    fn source(&self, picture: &ReportPicture) -> String {
        if self.is_mail {
            format!("cid:{}", content_id(picture))
        } else {
            format!("data:image/png;base64,{}", STANDARD.encode(picture.png.as_slice()))
        }
    }

    /// A mail has no code: whoever reads it follows the address.
    fn code_source(&self, link: &ReportLink) -> Option<String> {
        let encoded = || STANDARD.encode(link.svg.as_bytes());
        (!self.is_mail).then(|| format!("data:image/svg+xml;base64,{}", encoded()))
    }

    fn span(&self, head: &TableHead) -> String {
        let one = |name: &str, count: usize| {
            if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
        };
        one("colspan", head.columns) + &one("rowspan", head.rows)
    }
}

/// One file, pictures and all.
pub fn write_html(papers: &[ReportDocument]) -> Result<Vec<u8>, ReportError> {
    Ok(render_html(papers, false)?.into_bytes())
}

/// Renders documents as the body of a mail, with each picture once. Fails where the template cannot
/// be rendered.
pub fn make_mail_body(papers: &[ReportDocument]) -> Result<MailBody, ReportError> {
    let mut pictures = BTreeMap::new();
    for block in papers.iter().flat_map(|paper| &paper.blocks) {
        if let ReportBlock::Picture(picture) = block {
            pictures.insert(content_id(picture), Arc::clone(&picture.png));
        }
    }
    Ok(MailBody {
        subject: papers.first().map_or(String::new(), |paper| paper.mail_subject.clone()),
        text: plain_text(papers),
        html: render_html(papers, true)?,
        pictures: pictures.into_iter().collect(),
    })
}

fn render_html(papers: &[ReportDocument], is_mail: bool) -> Result<String, ReportError> {
    let page = ReportPage { title: first_title(papers), papers, is_mail };
    page.render().map_err(|error| ReportError::format_error("HTML", error))
}

fn plain_text(papers: &[ReportDocument]) -> String {
    let Some(paper) = papers.first() else {
        return String::new();
    };
    let said = (paper.blocks.iter()).map_while(|block| match block {
        ReportBlock::Heading(_, text) | ReportBlock::Paragraph(text) | ReportBlock::Note(text) => {
            Some(text.as_str())
        }
        _ => None,
    });
    let lines = said.chain(paper.link_urls()).chain([paper.provenance.as_str()]);
    let mut text = String::new();
    for line in lines {
        // A list is one paragraph.
        let is_listed = line.starts_with("- ") || line.starts_with('…');
        let gap = if is_listed { "\n" } else { "\n\n" };
        text.extend([if text.is_empty() { "" } else { gap }, line]);
    }
    text
}

fn first_title(papers: &[ReportDocument]) -> &str {
    papers.first().map_or("", |paper| paper.title.as_str())
}

/// The same picture has the same id in every mail.
fn content_id(picture: &ReportPicture) -> String {
    format!("{}@motcua", encode_hex(&Sha256::digest(picture.png.as_slice())[..8]))
}
