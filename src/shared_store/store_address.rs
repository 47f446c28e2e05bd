//! Where a store is: a folder, or a bucket of one of the kinds there are. Keys come from the variables its library reads, never from the
//! address, which is shown.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use object_store::{
    BackoffConfig, ObjectStore, ObjectStoreScheme, RetryConfig, aws::AmazonS3Builder,
    azure::MicrosoftAzureBuilder, gcp::GoogleCloudStorageBuilder, local::LocalFileSystem,
    prefix::PrefixStore,
};
use url::Url;

use super::error::{StoreError, StoreProblem};
use crate::ingest::{FileProblem, fetch::StoreConnector};

/// A node that is cut off says so soon; the next look is a new try.
const TRIES: usize = 1;
const PATIENCE: Duration = Duration::from_mins(3);

/// Fails where an address is none of a store, or holds what nobody but the store may know.
pub fn check_address(address: &str) -> Result<(), StoreError> {
    parse_address(address).map(drop)
}

/// Whether two addresses are of one store.
pub fn is_same_address(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// Opens a store; nothing is asked of it yet. A folder must be there.
pub fn open_store(address: &str) -> Result<Arc<dyn ObjectStore>, StoreError> {
    let configured = |_| StoreError::Configured { address: address.to_owned() };
    let retry = RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: TRIES,
        retry_timeout: PATIENCE,
    };
    let Some((url, scheme)) = parse_address(address)? else {
        return open_folder(address, Path::new(address));
    };
    let below = ObjectStoreScheme::parse(&url).map_err(|_| unknown(address))?.1;
    let store: Arc<dyn ObjectStore> = match scheme {
        ObjectStoreScheme::Local => {
            let folder = url.to_file_path().map_err(|()| unknown(address))?;
            return open_folder(address, &folder);
        }
        ObjectStoreScheme::AmazonS3 => Arc::new(
            AmazonS3Builder::from_env()
                .with_url(address)
                .with_retry(retry)
                .with_http_connector(StoreConnector)
                .build()
                .map_err(configured)?,
        ),
        ObjectStoreScheme::GoogleCloudStorage => Arc::new(
            GoogleCloudStorageBuilder::from_env()
                .with_url(address)
                .with_retry(retry)
                .with_http_connector(StoreConnector)
                .build()
                .map_err(configured)?,
        ),
        ObjectStoreScheme::MicrosoftAzure => Arc::new(
            MicrosoftAzureBuilder::from_env()
                .with_url(address)
                .with_retry(retry)
                .with_http_connector(StoreConnector)
                .build()
                .map_err(configured)?,
        ),
        _ => return Err(unknown(address)),
    };
    Ok(Arc::new(PrefixStore::new(store, below)))
}

/// The folder that an address names; `None` of a bucket.
pub fn find_folder(address: &str) -> Result<Option<PathBuf>, StoreError> {
    Ok(match parse_address(address)? {
        None => Some(PathBuf::from(address)),
        Some((url, ObjectStoreScheme::Local)) => url.to_file_path().ok(),
        Some(_) => None,
    })
}

fn open_folder(address: &str, folder: &Path) -> Result<Arc<dyn ObjectStore>, StoreError> {
    let problem = match std::fs::metadata(folder) {
        Ok(found) if found.is_dir() => None,
        Ok(_) => Some(FileProblem::NotFolder),
        Err(error) => Some(FileProblem::from(&error)),
    };
    let of_store = |problem| StoreError::Store { address: address.to_owned(), problem };
    if let Some(problem) = problem {
        return Err(of_store(StoreProblem::File { problem }));
    }
    let store = LocalFileSystem::new_with_prefix(folder);
    let store = store.map_err(|error| of_store(StoreProblem::of(&error)))?;
    Ok(Arc::new(store.with_fsync(true)))
}

/// `None` of a path of this machine.
fn parse_address(address: &str) -> Result<Option<(Url, ObjectStoreScheme)>, StoreError> {
    if address.trim().is_empty() {
        return Err(unknown(address));
    }
    if !address.contains("://") {
        return Ok(None);
    }
    // What cannot be read may hold a key wherever one could stand.
    let may_be_secret = address.contains(['@', '?', '#']);
    let unread = |_| if may_be_secret { StoreError::SecretInAddress } else { unknown(address) };
    let url: Url = address.parse().map_err(unread)?;
    let refused = || secret_or(&url, unknown(address));
    let scheme = ObjectStoreScheme::parse(&url).map_err(|_| refused())?.0;
    if matches!(scheme, ObjectStoreScheme::Memory | ObjectStoreScheme::Http) {
        return Err(refused());
    }
    // `abfss://container@account.host` names no user.
    let is_container = scheme == ObjectStoreScheme::MicrosoftAzure && url.scheme() != "https";
    let has_user = !url.username().is_empty() && !is_container;
    if has_user || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(StoreError::SecretInAddress);
    }
    Ok(Some((url, scheme)))
}

/// An address is repeated only where it holds nothing that may be a key.
fn secret_or(url: &Url, error: StoreError) -> StoreError {
    let has_user = !url.username().is_empty() || url.password().is_some();
    let has_secret = has_user || url.query().is_some() || url.fragment().is_some();
    if has_secret { StoreError::SecretInAddress } else { error }
}

fn unknown(address: &str) -> StoreError {
    StoreError::Address { address: address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_folder("/mnt/kho-so-lieu", true)]
    #[case::a_folder_as_an_address("file:///mnt/kho-so-lieu", true)]
    #[case::a_bucket("s3://kho/van-quan", true)]
    #[case::a_bucket_of_google("gs://kho/van-quan", true)]
    #[case::a_container("abfss://kho@tinh.dfs.core.windows.net/van-quan", true)]
    #[case::nothing("", false)]
    #[case::a_server_that_is_no_store("https://kho.example/van-quan", false)]
    #[case::memory("memory:///", false)]
    fn a_store_is_a_folder_or_a_bucket(#[case] address: &str, #[case] is_one: bool) {
        assert_eq!(check_address(address).is_ok(), is_one);
    }

    #[rstest]
    #[case::user_and_password("s3://AKIAKEY:sesame@kho/a")]
    #[case::a_signature("https://tinh.blob.core.windows.net/kho?sig=sesame")]
    #[case::a_signature_of_no_store("https://kho.example/a?sig=sesame")]
    #[case::a_key_with_a_slash("s3://AKIAKEY:ses/sesame@kho/a")]
    #[case::a_key_behind_a_number_sign("s3://kho:a/#sesame")]
    fn an_address_with_a_secret_is_refused_and_not_repeated(#[case] address: &str) {
        let told = check_address(address).expect_err("refused").to_string();
        assert!(!told.contains("sesame") && !told.contains("AKIAKEY"), "{told}");
    }
}
