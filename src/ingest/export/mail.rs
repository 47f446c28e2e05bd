//! Messages of several parts: the web archive (MHTML) that Excel saves, whose pages are read, and letters, which are not.

use std::io::{self, BufRead, Write};

use base64::Engine as _;

/// What the head of a text shows it to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailMessage {
    WebArchive,
    Letter,
}

/// Whether a text begins as a message does.
pub fn sniff_message(head: &str) -> Option<MailMessage> {
    let lines = head.trim_start().lines().take_while(|line| !line.is_empty());
    let heads: Vec<(String, String)> = lines
        .filter(|line| !line.starts_with([' ', '\t']))
        .map_while(|line| {
            let (name, value) = line.split_once(':')?;
            let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            is_name.then(|| (name.to_lowercase(), value.to_lowercase()))
        })
        .collect();
    let has = |name: &str| heads.iter().any(|(own, _)| own == name);
    let is_related = heads.iter().any(|(name, value)| {
        name == "content-type" && value.trim_start().starts_with("multipart/related")
    });
    let is_sent = has("to") || has("received") || has("delivered-to");
    if is_related && !is_sent {
        return Some(MailMessage::WebArchive);
    }
    let signs = ["from", "to", "subject", "date", "received", "message-id", "mime-version"];
    (heads.len() > 1 && signs.iter().filter(|name| has(name)).count() > 1)
        .then_some(MailMessage::Letter)
}

/// A line of a web archive; what is longer is cut, and none of a page's.
const LONGEST_LINE: u64 = 64 << 20;

/// Writes the pages of a web archive one behind the other. An archive that does not say its end is cut, and pages may be
/// missing.
pub fn write_pages(mut input: impl BufRead, out: &mut dyn Write) -> io::Result<()> {
    let (mut line, mut part) = (Vec::new(), MailPart::default());
    let (mut boundary, mut is_head, mut folded) = (None::<Vec<u8>>, true, String::new());
    let mut is_ended = false;
    loop {
        line.clear();
        let read = io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut line)?;
        let text = line.trim_ascii_end();
        let is_boundary = boundary.as_ref().is_some_and(|boundary| text.starts_with(boundary));
        if read == 0 || is_boundary {
            part.end_part(out)?;
            (part, is_head) = (MailPart::default(), true);
            folded.clear();
            let behind = boundary.as_ref().and_then(|boundary| text.strip_prefix(&boundary[..]));
            is_ended |= behind == Some(b"--");
            if read == 0 {
                return if is_ended { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        } else if !is_head {
            part.write_body_line(&line, out)?;
        } else {
            let text = String::from_utf8_lossy(text);
            if !text.starts_with([' ', '\t']) {
                folded.clear();
            }
            folded.push_str(&text);
            part.read_header_line(&folded);
            if let Some(named) = find_parameter(&folded, "boundary") {
                boundary.get_or_insert_with(|| format!("--{named}").into_bytes());
            }
            is_head = !text.is_empty();
        }
    }
}

/// `boundary="…"` of a head.
fn find_parameter(head: &str, name: &str) -> Option<String> {
    let at = head.to_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let value = head[at..].split(';').next()?.trim().trim_matches('"');
    (!value.is_empty()).then(|| value.to_owned())
}

#[derive(Default)]
struct MailPart {
    is_page: bool,
    is_quoted: bool,
    is_base64: bool,
    /// Letters of base64 that wait for the rest of their four.
    waiting: Vec<u8>,
}

impl MailPart {
    fn read_header_line(&mut self, head: &str) {
        let head = head.to_lowercase();
        let value = |name: &str| head.strip_prefix(name).map(str::trim);
        if let Some(kind) = value("content-type:") {
            self.is_page = kind.starts_with("text/html");
        }
        if let Some(encoding) = value("content-transfer-encoding:") {
            (self.is_quoted, self.is_base64) =
                (encoding == "quoted-printable", encoding == "base64");
        }
    }

    fn write_body_line(&mut self, line: &[u8], out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self { is_page: false, .. } => Ok(()),
            Self { is_quoted: true, .. } => out.write_all(&decode_quoted_line(line)),
            Self { is_base64: true, .. } => {
                self.waiting.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
                let whole = self.waiting.len() / 4 * 4;
                let four: Vec<u8> = self.waiting.drain(..whole).collect();
                let decoded = base64::engine::general_purpose::STANDARD.decode(four);
                out.write_all(&decoded.map_err(io::Error::other)?)
            }
            _ => out.write_all(line),
        }
    }

    fn end_part(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if !self.waiting.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if self.is_page { out.write_all(b"\n") } else { Ok(()) }
    }
}

/// A line without its `=C3=A3`; a `=` at its end says that it goes on.
fn decode_quoted_line(line: &[u8]) -> Vec<u8> {
    let ended = line.trim_ascii_end();
    let line = ended.strip_suffix(b"=").unwrap_or(line);
    let (mut out, mut rest) = (Vec::with_capacity(line.len()), line);
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|code| std::str::from_utf8(code).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            out.push(byte);
            rest = &rest[at + 3..];
        } else {
            out.push(b'=');
            rest = &rest[at + 1..];
        }
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::excel(
        "MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary=\"a\"\n\n",
        Some(MailMessage::WebArchive)
    )]
    #[case::browser(
        "From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=\"a\"\n\n",
        Some(MailMessage::WebArchive)
    )]
    #[case::letter("From: a@vi.du\nTo: b@vi.du\nSubject: x\n\nMã hồ sơ", Some(MailMessage::Letter))]
    #[case::letter_with_picture(
        "From: a@vi.du\nTo: b@vi.du\nContent-Type: multipart/related; boundary=a\n\n",
        Some(MailMessage::Letter)
    )]
    #[case::table("Mã hồ sơ;Ngày: giờ\nA;B\n", None)]
    #[case::title("Ngay: 31/12/2023\nMa;Ten\n", None)]
    fn a_message_is_known_by_its_head(#[case] head: &str, #[case] message: Option<MailMessage>) {
        assert_eq!(sniff_message(head), message);
    }

    #[test]
    fn the_pages_of_an_archive_are_written_out() {
        let archive = "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--b\"\r\n\r\nlời\r\n\
            ----b\r\nContent-Type: text/css\r\n\r\ntd {}\r\n\
            ----b\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html\r\n\r\n<td>M=C3=\r\n=A3=3D\r\n\
            ----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHRk\r\nPsOh\r\n----b--\r\n";
        let mut pages_read = Vec::new();
        write_pages(archive.as_bytes(), &mut pages_read).expect("in memory");
        assert_eq!(String::from_utf8(pages_read).expect("text"), "<td>Mã=\r\n\n<td>á\n");
    }

    #[rstest]
    #[case::between_pages("----b\r\nContent-Type: text/html\r\n\r\n<td>A1</td>\r\n")]
    #[case::in_base64(
        "----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHRkPsO\r\n----b--\r\n"
    )]
    fn an_archive_that_lacks_its_end_is_cut(#[case] parts: &str) {
        let archive = format!("Content-Type: multipart/related; boundary=\"--b\"\r\n\r\n{parts}");
        assert!(write_pages(archive.as_bytes(), &mut Vec::new()).is_err());
    }
}
