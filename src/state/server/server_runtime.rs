//! Where the talk with a server of PostgreSQL goes on: on a thread of its own, so that whoever asks only waits, and not for ever.

use std::{
    future::Future,
    sync::{LazyLock, mpsc},
    time::Duration,
};

use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let built = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("state-server")
        .enable_all()
        .build();
    built.expect("a thread can be begun")
});

/// Waits for something at most so long; `None` where it takes longer, and then it is given up.
pub fn wait_for<T: Send + 'static>(
    limit: Duration,
    asked: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let (tell, told) = mpsc::sync_channel(1);
    RUNTIME.spawn(async move {
        // Who waited may have gone.
        let _ = tell.send(tokio::time::timeout(limit, asked).await.ok());
    });
    told.recv().ok().flatten()
}

/// Lets something go on beside everything else.
pub fn begin_aside(work: impl Future<Output = ()> + Send + 'static) {
    RUNTIME.spawn(work);
}
