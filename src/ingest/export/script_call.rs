//! JSON as a page asks for it of another's server: in the call of a function, `callback([…]);`.

use std::{
    io::{self, Read, Write},
    sync::LazyLock,
};

use regex::Regex;

/// What may stand behind the document: a bracket, a semicolon, blanks.
const LONGEST_END: usize = 1 << 10;

/// How many bytes of a text stand before the document that is handed to a function; `None` where it is no such call.
pub fn call_length(text: &str) -> Option<usize> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^\s*(?:/\*\*/)?\s*[A-Za-z_$][\w$.]{0,99}\s*\(\s*(?:\[\s*[\[{"\]]|\{\s*["}])"#)
            .expect("a pattern")
    });
    CALL.is_match(text).then(|| text.find('(').map(|at| at + 1))?
}

/// Copies the document alone; blanks stand for what is before it, so that a place in it is the file's.
pub fn unwrap_call(mut input: impl Read, before: usize, out: &mut dyn Write) -> io::Result<()> {
    io::copy(&mut Read::take(&mut input, before as u64), &mut io::sink())?;
    out.write_all(&vec![b' '; before])?;
    let (mut held, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        held.extend_from_slice(&buffer[..read]);
        let sure = held.len().saturating_sub(LONGEST_END);
        out.write_all(&held[..sure])?;
        held.drain(..sure);
    }
    let end = held.trim_ascii_end();
    let end = end.strip_suffix(b";").unwrap_or(end).trim_ascii_end();
    out.write_all(end.strip_suffix(b")").unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_list("callback([{\"a\": 1}]);", Some("         [{\"a\": 1}]"))]
    #[case::an_object("jQuery1_2.done ( {\"a\": 1} )\n", Some("                 {\"a\": 1} "))]
    #[case::behind_a_comment("/**/cb([]);", Some("       []"))]
    #[case::a_heading("Ngày (dd/mm);Mã", None)]
    #[case::a_list_alone("[1]", None)]
    fn what_a_function_is_called_with_is_read(#[case] text: &str, #[case] inner: Option<&str>) {
        let unwrapped = call_length(text).map(|before| {
            let mut out = Vec::new();
            unwrap_call(text.as_bytes(), before, &mut out).expect("in memory");
            String::from_utf8(out).expect("UTF-8")
        });
        assert_eq!(unwrapped.as_deref(), inner);
    }
}
