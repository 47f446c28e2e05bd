//! Answers kept by their tag: of many who ask for the same at once, the first has it made, and the others wait for it.

use axum::{
    body::Bytes,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache, DefaultLifecycle},
};

use super::response_tag::ResponseTag;

/// Bytes of answers kept at a time; past that those least asked for are let go.
const ROOM: u64 = 64 << 20;
/// Bytes of a usual answer: a guess by which places are laid out.
const USUAL: u64 = 32 << 10;
/// Each has its own lock, and its part of the room holds several of the longest that are kept.
const SHARDS: usize = 8;

/// Keeps answers, and has each made once.
pub struct ResponseCache(Cache<ResponseTag, CachedResponse, ResponseWeight>);

/// Holds what is sent again as it is.
#[derive(Debug, Clone)]
pub struct CachedResponse {
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Weighs an answer by the bytes of its body.
#[derive(Clone)]
struct ResponseWeight;

impl Weighter<ResponseTag, CachedResponse> for ResponseWeight {
    fn weight(&self, _: &ResponseTag, answer: &CachedResponse) -> u64 {
        // What weighs nothing would never be let go.
        answer.body.len().max(1) as u64
    }
}

impl Default for ResponseCache {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl ResponseCache {
    fn with_room(bytes: u64) -> Self {
        let mut options = OptionsBuilder::new();
        options.weight_capacity(bytes).shards(SHARDS);
        options.estimated_items_capacity(usize::try_from(bytes / USUAL).unwrap_or(usize::MAX));
        let options = options.build().expect("room and places are given");
        let (hasher, lifecycle) = (DefaultHashBuilder::default(), DefaultLifecycle::default());
        Self(Cache::with_options(options, ResponseWeight, hasher, lifecycle))
    }

    /// Gives the answer that is kept, else has it made. Who asks for it meanwhile waits, and makes it in their turn where
    /// whoever made it hung up or got what is not to be kept, which is given back as an error.
    pub async fn get_or_make<E>(
        &self,
        tag: ResponseTag,
        make: impl Future<Output = Result<CachedResponse, E>>,
    ) -> Result<CachedResponse, E> {
        self.0.get_or_insert_async(&tag, make).await
    }
}

impl IntoResponse for CachedResponse {
    fn into_response(self) -> Response {
        (self.headers, self.body).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        convert::Infallible,
        sync::atomic::{AtomicUsize, Ordering},
    };

    fn answer(bytes: usize) -> CachedResponse {
        CachedResponse { headers: HeaderMap::new(), body: vec![b'a'; bytes].into() }
    }

    async fn keep(cache: &ResponseCache, address: &str, bytes: usize) {
        let tag = ResponseTag::new("1", address);
        let made = cache.get_or_make(tag, async { Ok::<_, Infallible>(answer(bytes)) }).await;
        assert_eq!(made.expect("made").body.len(), bytes);
    }

    #[tokio::test]
    async fn a_full_cache_lets_some_go_and_does_not_forget_everything() {
        // Room for 64 of 1000 bytes; 200 are asked for, each once.
        let cache = ResponseCache::with_room(64_000);
        for number in 0..200 {
            keep(&cache, &format!("/{number}"), 1000).await;
            assert!(cache.0.weight() <= 64_000, "{} bytes after {number}", cache.0.weight());
            assert!(cache.0.len() >= 32.min(number), "{} left after {number}", cache.0.len());
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_asked_for_outlives_those_that_are_not() {
        let cache = ResponseCache::with_room(64_000);
        for number in 0..200 {
            keep(&cache, "/", 1000).await;
            keep(&cache, &format!("/{number}"), 1000).await;
        }
        assert!(cache.0.contains_key(&ResponseTag::new("1", "/")));
    }

    #[tokio::test]
    async fn of_many_who_ask_at_once_one_has_it_made() {
        let (cache, made) = (ResponseCache::default(), AtomicUsize::new(0));
        let ask = || {
            cache.get_or_make(ResponseTag::new("1", "/"), async {
                made.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Ok::<_, Infallible>(answer(10))
            })
        };
        let answers = tokio::join!(ask(), ask(), ask());
        assert!(answers.0.is_ok() && answers.1.is_ok() && answers.2.is_ok());
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn what_is_not_to_be_kept_is_made_anew_by_each() {
        let (cache, made) = (ResponseCache::default(), AtomicUsize::new(0));
        let ask = || {
            cache.get_or_make(ResponseTag::new("1", "/"), async {
                made.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Err("not found")
            })
        };
        let answers = tokio::join!(ask(), ask());
        assert!(answers.0.is_err() && answers.1.is_err());
        assert_eq!((made.load(Ordering::SeqCst), cache.0.len()), (2, 0));
    }

    #[tokio::test]
    async fn another_answer_waits_for_nobody() {
        let cache = ResponseCache::default();
        let never = cache.get_or_make(ResponseTag::new("1", "/a"), async {
            std::future::pending::<Result<CachedResponse, Infallible>>().await
        });
        tokio::select! {
            biased;
            _ = never => panic!("it is never made"),
            () = keep(&cache, "/b", 10) => {}
        }
    }
}
