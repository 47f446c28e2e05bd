//! The form that exports are sent by, read as it comes.

use std::path::Path;

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use tokio::io::AsyncWriteExt;

use super::super::super::{
    auth::{
        form::{TOKEN, is_of},
        visitor::RequestPrincipal,
    },
    http::error::WebError,
    jobs::job_runner::UploadRequest,
};
use crate::domain::name::portable_name;

/// Writes what is sent into the folder, as it comes. The form's token comes first: without it nothing is read.
pub(in crate::web::pages) async fn receive_upload(
    visitor: &RequestPrincipal,
    folder: &Path,
    mut parts: Multipart,
) -> Result<UploadRequest, WebError> {
    let mut order = UploadRequest::default();
    let mut is_own = false;
    while let Some(mut part) = parts.next_field().await.map_err(upload_error)? {
        match part.name().unwrap_or_default() {
            TOKEN => is_own = is_of(visitor, &read_field(&mut part).await?),
            _ if !is_own => return Err(WebError::OutdatedForm),
            "connector" => {
                order.connector =
                    Some(read_field(&mut part).await?).filter(|text| !text.is_empty());
            }
            "snapshot_on" => {
                let text = read_field(&mut part).await?;
                let read = || text.parse().map_err(|_| WebError::BadForm { problem: text.clone() });
                order.snapshot_on = if text.is_empty() { None } else { Some(read()?) };
            }
            "files" => {
                let named = part.file_name().unwrap_or_default().to_owned();
                let Some(name) = own_name(&named) else {
                    continue;
                };
                // One folder each: two exports of one name are two exports.
                let place = folder.join(order.files.len().to_string());
                let path = place.join(name);
                let io = |error: std::io::Error| internal_error(&error);
                tokio::fs::create_dir(&place).await.map_err(io)?;
                let mut file = tokio::fs::File::create(&path).await.map_err(io)?;
                while let Some(bytes) = part.chunk().await.map_err(upload_error)? {
                    file.write_all(&bytes).await.map_err(io)?;
                }
                file.flush().await.map_err(io)?;
                order.files.push(path);
            }
            _ => {}
        }
    }
    Ok(order)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn upload_error(error: MultipartError) -> WebError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::BadForm { problem: error.body_text() },
    }
}

/// The text of a field that is no file.
async fn read_field(part: &mut Field<'_>) -> Result<String, WebError> {
    const LONGEST: usize = 4096;
    let mut text = Vec::new();
    while let Some(bytes) = part.chunk().await.map_err(upload_error)? {
        text.extend_from_slice(&bytes);
        if text.len() > LONGEST {
            return Err(WebError::BadForm { problem: part.name().unwrap_or_default().to_owned() });
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The last part of what a browser calls a file, as every system takes it; none of what has none.
fn own_name(named: &str) -> Option<String> {
    let name = named.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_name = !name.trim_matches(['.', ' ']).is_empty() && !name.contains('\0');
    is_name.then(|| portable_name(name))
}

/// Tells of a file that could not be written.
pub(in crate::web::pages) fn internal_error(error: &std::io::Error) -> WebError {
    use std::io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    let cause = error.to_string();
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge | ReadOnlyFilesystem | PermissionDenied => {
            WebError::Unwritable { cause }
        }
        _ => WebError::Internal { cause },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_name("so-2023-12-31.xlsx", Some("so-2023-12-31.xlsx"))]
    #[case::with_a_folder("C:\\Users\\lan\\so.xlsx", Some("so.xlsx"))]
    #[case::out_of_the_folder("../../etc/passwd", Some("passwd"))]
    #[case::of_a_device("con.xlsx", Some("_con.xlsx"))]
    #[case::with_a_letter_that_windows_has_not(
        "ho so: 9h30 (1).xlsx",
        Some("ho so- 9h30 (1).xlsx")
    )]
    #[case::the_folder_above("..", None)]
    #[case::nothing_chosen("", None)]
    fn a_file_is_called_by_its_last_name(#[case] named: &str, #[case] name: Option<&str>) {
        assert_eq!(own_name(named).as_deref(), name);
    }
}
