//! How does a picture of a tile come to the phone? A file of the app's folder is read, an address on the web is fetched: at most
//! 80 KB within a minute, from domains that the channel has bound, and from nowhere that these send the phone on to
//! (PROTOCOL.md 3.4, 4; 10, row 9). The bytes are decoded on a thread of their own.
//!
//! Which pictures are wanted, and what is done with them, is `errands`; `socket` runs this beside the link.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{AbortHandle, JoinError, JoinSet, spawn_blocking};
use tokio::time::{sleep, timeout};

use super::art;
use super::assets::{NoPicture, Source, file_in, may_be_fetched};
use super::device::Input;
use super::errands::Errand;
use super::picture::{self, FileError};
use super::shell::scene::Pixels;
use crate::notification::ImageRef;
use crate::notification::value::ImagePlace;

/// The largest picture from the web, in bytes: 80 KB (PROTOCOL.md 4, OFF).
pub const MAX_WEB_BYTES: usize = 80 * 1_024;
/// When a picture is said to be slow (PROTOCOL.md 10, row 9).
pub const SLOW_AFTER: Duration = Duration::from_secs(15);
/// When the phone gives up (PROTOCOL.md 10, row 9).
pub const FAILS_AFTER: Duration = Duration::from_secs(60);
/// How often an address may lead on to another (our choice).
const MAX_REDIRECTS: usize = 5;
/// How many pictures are fetched from the web at once (our choice).
const AT_ONCE: usize = 8;
/// How many files are read and decoded at once (our choice: each may take the memory of a largest picture, twice).
const DECODED_AT_ONCE: usize = 2;
/// How many may be under way or wait for that; further ones are not got (our choice).
const MAX_UNDER_WAY: usize = 256;

/// Gets pictures, several at once.
pub(super) struct Fetcher {
    client: Option<Client>,
    web: Arc<Semaphore>,
    threads: Arc<Semaphore>,
    running: JoinSet<()>,
    under_way: HashMap<u64, AbortHandle>,
    back: mpsc::Sender<Input>,
    came: mpsc::Receiver<Input>,
}

impl Default for Fetcher {
    fn default() -> Self {
        // What comes back waits in the task that got it until it is taken.
        let (back, came) = mpsc::channel(1);
        Self {
            client: None,
            web: Arc::new(Semaphore::new(AT_ONCE)),
            threads: Arc::new(Semaphore::new(DECODED_AT_ONCE)),
            running: JoinSet::new(),
            under_way: HashMap::new(),
            back,
            came,
        }
    }
}

impl Fetcher {
    /// What came back next. May be dropped at any time without losing any.
    pub(super) async fn next(&mut self) -> Input {
        loop {
            tokio::select! {
                came = self.came.recv() => match came {
                    Some(input) => {
                        if let Input::Picture { ticket, .. } = &input {
                            self.under_way.remove(ticket);
                        }
                        return input;
                    }
                    // We hold a sender ourselves.
                    None => std::future::pending().await,
                },
                Some(_) = self.running.join_next() => {}
            }
        }
    }

    /// Gets a picture.
    pub(super) fn send_for(&mut self, errand: Errand) {
        let back = self.back.clone();
        let Errand { ticket, address, source } = errand;
        if self.under_way.len() >= MAX_UNDER_WAY {
            let why = format!("{MAX_UNDER_WAY} pictures are under way already");
            let result = Err(NoPicture::NotGot(address.as_str().to_owned(), why));
            // Not kept among those under way: it is on its way back.
            self.running.spawn(async move { drop(back.send(Input::Picture { ticket, result }).await) });
            return;
        }
        let client = self.client(&source);
        let (web, threads) = (Arc::clone(&self.web), Arc::clone(&self.threads));
        let task = async move {
            let slow = back.clone();
            let got = get(client, &address, source, &web, threads);
            let late = async {
                sleep(SLOW_AFTER).await;
                let _ = slow.send(Input::SlowPicture(ticket)).await;
                std::future::pending::<()>().await;
            };
            let in_time = timeout(FAILS_AFTER, async {
                tokio::select! {
                    result = got => result,
                    () = late => Err(NoPicture::Nowhere),
                }
            });
            let gave_up = || {
                let why = format!("it did not come within {} seconds", FAILS_AFTER.as_secs());
                Err(NoPicture::NotGot(address.as_str().to_owned(), why))
            };
            let result = in_time.await.unwrap_or_else(|_| gave_up());
            let _ = back.send(Input::Picture { ticket, result }).await;
        };
        self.under_way.insert(ticket, self.running.spawn(task));
    }

    /// Gives up what nobody waits for any more.
    pub(super) fn give_up_unless(&mut self, awaits: impl Fn(u64) -> bool) {
        self.under_way.retain(|ticket, task| {
            let is_awaited = awaits(*ticket);
            if !is_awaited {
                task.abort();
            }
            is_awaited
        });
    }

    fn client(&mut self, source: &Source) -> Option<Client> {
        match source {
            Source::Folder(_) => None,
            Source::Web(_) => {
                if self.client.is_none() {
                    self.client = client().ok();
                }
                self.client.clone()
            }
        }
    }
}

/// A client that goes only where it is sent: no proxy, no redirect of its own, no secure connection.
fn client() -> Result<Client, reqwest::Error> {
    // TLS is not spoken, but the client wants to know how it would be; somebody may have said it before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .user_agent(concat!("Tilecast/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Hosts may hang, so a folder's files do not wait where pictures from the web do.
async fn get(
    client: Option<Client>,
    address: &ImageRef,
    source: Source,
    web: &Semaphore,
    threads: Arc<Semaphore>,
) -> Result<Arc<Pixels>, NoPicture> {
    let name = address.as_str().to_owned();
    let got = match source {
        Source::Folder(folder) => {
            let address = address.clone();
            on_a_thread(threads, move || from_folder(&folder, &address)).await
        }
        Source::Web(domains) => {
            let no_client = || NoPicture::NotGot(name.clone(), String::from("there is no HTTP client"));
            let client = client.ok_or_else(no_client)?;
            let bytes = {
                // The semaphore is never closed.
                let _room = web.acquire().await;
                from_web(&client, &name, &domains).await?
            };
            let name = name.clone();
            on_a_thread(threads, move || decoded(&name, &bytes)).await
        }
    };
    got.unwrap_or_else(|error| Err(NoPicture::NotGot(name, error.to_string())))
}

/// Does what blocks. A thread cannot be stopped, so its room is taken until it is done, also when nobody waits for it any more:
/// else a flood of updates would decode without a limit.
async fn on_a_thread<T: Send + 'static>(
    threads: Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    // The semaphore is never closed.
    let room = threads.acquire_owned().await;
    let working = spawn_blocking(move || {
        let done = work();
        drop(room);
        done
    });
    working.await
}

fn decoded(name: &str, bytes: &[u8]) -> Result<Arc<Pixels>, NoPicture> {
    picture::decode(bytes).map(Arc::new).map_err(|error| NoPicture::Unreadable(name.to_owned(), error))
}

/// A picture of an app's folder, or else of the sample art. Blocks.
///
/// # Errors
/// There is no such file, it lies elsewhere, or it is no picture.
pub fn from_folder(folder: &Path, address: &ImageRef) -> Result<Arc<Pixels>, NoPicture> {
    let name = address.as_str();
    if address.place() == ImagePlace::Remote {
        return Err(NoPicture::NotGot(
            name.to_owned(),
            String::from("only pictures of the app's own files are shown here"),
        ));
    }
    match file_in(folder, address) {
        Ok(file) => picture::read(&file).map(Arc::new).map_err(|error| match error {
            FileError::Picture(error) => NoPicture::Unreadable(name.to_owned(), error),
            FileError::NoFile | FileError::System(_) => NoPicture::NotGot(name.to_owned(), error.to_string()),
        }),
        Err(missing @ NoPicture::NotAmongFiles(_)) => {
            art::picture(address).map(|picture| picture.pixels).map_err(|_| missing)
        }
        Err(error) => Err(error),
    }
}

/// Fetches a picture's bytes.
async fn from_web(client: &Client, address: &str, domains: &[String]) -> Result<Vec<u8>, NoPicture> {
    let not_got = |why: String| NoPicture::NotGot(address.to_owned(), why);
    let mut url = Url::parse(address).map_err(|error| not_got(error.to_string()))?;
    may_be_fetched(url.as_str(), domains)?;
    for _ in 0..=MAX_REDIRECTS {
        let answer = client.get(url.clone()).send().await.map_err(|error| not_got(in_words(&error)))?;
        if answer.status().is_redirection()
            && let Some(place) = answer.headers().get(LOCATION).and_then(|place| place.to_str().ok())
        {
            url = url.join(place).map_err(|error| not_got(error.to_string()))?;
            // The app hears only of addresses that it was sent itself.
            may_be_fetched(url.as_str(), domains).map_err(|why| not_got(why.after_a_detour(url.as_str())))?;
            continue;
        }
        if !answer.status().is_success() {
            return Err(not_got(format!("the host answered {}", answer.status().as_u16())));
        }
        return body(answer, &not_got).await;
    }
    Err(not_got(format!("it leads on to other addresses more than {MAX_REDIRECTS} times")))
}

async fn body(mut answer: reqwest::Response, not_got: &impl Fn(String) -> NoPicture) -> Result<Vec<u8>, NoPicture> {
    let too_large = || not_got(format!("it has more than {MAX_WEB_BYTES} bytes (80 KB), so the phone does not use it"));
    if answer.content_length().is_some_and(|bytes| bytes > MAX_WEB_BYTES as u64) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| not_got(in_words(&error)))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_WEB_BYTES {
            return Err(too_large());
        }
    }
    Ok(bytes)
}

/// What went wrong, down to its cause, which says most.
fn in_words(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const PICTURE: &[u8] = include_bytes!("../../assets/art/s.png");

    /// A host on this machine that answers by the path that is asked for.
    async fn host() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let mut head = vec![0; 4_096];
                    let read = stream.read(&mut head).await.unwrap();
                    let head = String::from_utf8_lossy(&head[..read]).into_owned();
                    let path = head.split(' ').nth(1).unwrap().to_owned();
                    let plain = |status: &str, more: &str, body: &[u8]| {
                        let length = body.len();
                        [format!("HTTP/1.1 {status}\r\n{more}Content-Length: {length}\r\n\r\n").as_bytes(), body]
                            .concat()
                    };
                    let answer = match path.as_str() {
                        "/a.png" => plain("200 OK", "", PICTURE),
                        "/to-a" => plain("302 Found", "Location: /a.png\r\n", b""),
                        "/round" => plain("301 Moved", "Location: /round\r\n", b""),
                        "/elsewhere" => plain("302 Found", "Location: http://localhost:1/a.png\r\n", b""),
                        "/secure" => plain("302 Found", "Location: https://127.0.0.1/a.png\r\n", b""),
                        "/large" => plain("200 OK", "", &vec![0; MAX_WEB_BYTES + 1]),
                        "/endless" => {
                            let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
                            let chunks = chunk.repeat(16);
                            format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}").into_bytes()
                        }
                        "/text" => plain("200 OK", "", b"no picture"),
                        "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nxx".to_vec(),
                        "/hangs" => std::future::pending().await,
                        _ => plain("404 Not Found", "", b""),
                    };
                    let _ = stream.write_all(&answer).await;
                });
            }
        });
        format!("http://{address}")
    }

    fn errand(ticket: u64, address: String) -> Errand {
        Errand { ticket, address: ImageRef::new(address), source: Source::Web(vec![String::from("127.0.0.1")]) }
    }

    async fn fetched(host: &str, path: &str) -> Result<u32, String> {
        let mut fetcher = Fetcher::default();
        fetcher.send_for(errand(7, format!("{host}{path}")));
        match fetcher.next().await {
            Input::Picture { ticket: 7, result } => {
                assert!(fetcher.under_way.is_empty());
                result.map(|pixels| pixels.width).map_err(|error| error.to_string())
            }
            other => panic!("{other:?}"),
        }
    }

    /// A picture comes from a bound host, also by a detour on it; everything else has its reason.
    #[tokio::test]
    async fn pictures_come_from_the_web() {
        let host = host().await;
        assert_eq!(fetched(&host, "/a.png").await, Ok(159));
        assert_eq!(fetched(&host, "/to-a").await, Ok(159));
        for (path, why) in [
            ("/round", "more than 5 times"),
            ("/elsewhere", "has not bound the domain localhost"),
            ("/secure", "over http only"),
            ("/large", "more than 81920 bytes (80 KB)"),
            ("/endless", "more than 81920 bytes (80 KB)"),
            ("/text", "no PNG or JPEG"),
            ("/none", "the host answered 404"),
            ("/cut", "was not got"),
        ] {
            let error = fetched(&host, path).await.unwrap_err();
            assert!(!error.contains("MessageBadContent"), "of which the app hears nothing: {error}");
            assert!(error.contains(why), "{path}: {error}");
        }
        let nobody = fetched("http://127.0.0.1:1", "/a.png").await.unwrap_err();
        assert!(nobody.contains("was not got"), "{nobody}");
    }

    /// A host that hangs is said to be slow after 15 seconds and given up after 60; pictures of others come meanwhile.
    #[tokio::test]
    async fn a_host_that_hangs_is_given_up() {
        let host = host().await;
        let mut fetcher = Fetcher::default();
        fetcher.send_for(errand(1, format!("{host}/hangs")));
        fetcher.send_for(errand(2, format!("{host}/a.png")));
        assert!(matches!(fetcher.next().await, Input::Picture { ticket: 2, result: Ok(_) }));
        tokio::time::pause();
        assert_eq!(fetcher.next().await, Input::SlowPicture(1));
        match fetcher.next().await {
            Input::Picture { ticket: 1, result: Err(error) } => {
                assert!(error.to_string().contains("within 60 seconds"), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }

    /// What nobody waits for any more is given up, and so many are under way at most.
    #[tokio::test]
    async fn pictures_under_way_are_bounded() {
        let host = host().await;
        let mut fetcher = Fetcher::default();
        for ticket in 0..MAX_UNDER_WAY as u64 {
            fetcher.send_for(errand(ticket, format!("{host}/hangs")));
        }
        fetcher.send_for(errand(1_000, format!("{host}/a.png")));
        match fetcher.next().await {
            Input::Picture { ticket: 1_000, result: Err(error) } => {
                assert!(error.to_string().contains("256 pictures are under way"), "{error}");
            }
            other => panic!("{other:?}"),
        }
        fetcher.give_up_unless(|ticket| ticket == 3);
        assert_eq!(fetcher.under_way.keys().copied().collect::<Vec<_>>(), [3]);
        fetcher.send_for(errand(1_001, format!("{host}/a.png")));
        assert!(matches!(fetcher.next().await, Input::Picture { ticket: 1_001, result: Ok(_) }));
    }

    /// Hosts that hang keep no picture of the app's own folder waiting.
    #[tokio::test]
    async fn hosts_that_hang_hold_up_no_folder() {
        let host = host().await;
        let mut fetcher = Fetcher::default();
        for ticket in 0..AT_ONCE as u64 {
            fetcher.send_for(errand(ticket, format!("{host}/hangs")));
        }
        let source = Source::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/art"));
        fetcher.send_for(Errand { ticket: 100, address: ImageRef::new("/red.png"), source });
        let first = fetcher.next().await;
        assert!(matches!(first, Input::Picture { ticket: 100, result: Ok(_) }), "{first:?}");
    }

    /// Who gives up what is decoded makes no room for more until it is done.
    #[tokio::test]
    async fn what_is_given_up_keeps_its_room() {
        let threads = Arc::new(Semaphore::new(1));
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (finish, finished) = std::sync::mpsc::sync_channel::<()>(1);
        let waiting = tokio::spawn(on_a_thread(Arc::clone(&threads), move || {
            begun.send(()).unwrap();
            finished.recv()
        }));
        has_begun.await.unwrap();
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert_eq!(threads.available_permits(), 0);
        finish.send(()).unwrap();
        assert_eq!(on_a_thread(threads, || 7).await.unwrap(), 7);
    }

    /// A folder's files are found in any letter case, alone by their names, and beside the sample art; nothing outside is read.
    #[test]
    fn pictures_come_from_a_folder() {
        let root = std::env::temp_dir().join(format!("tilecast-assets-{}", uuid::Uuid::new_v4()));
        let folder = root.join("app");
        std::fs::create_dir_all(folder.join("Pictures")).unwrap();
        std::fs::write(folder.join("Pictures").join("Red.png"), PICTURE).unwrap();
        std::fs::write(folder.join("m.png"), PICTURE).unwrap();
        std::fs::write(folder.join("text.png"), b"no picture").unwrap();
        std::fs::write(folder.join("huge.png"), vec![0; picture::MAX_FILE_BYTES + 1]).unwrap();
        std::fs::create_dir(folder.join("folder.png")).unwrap();
        std::fs::write(root.join("secret.png"), PICTURE).unwrap();
        let found = |address: &str| {
            from_folder(&folder, &ImageRef::new(address)).map(|pixels| pixels.width).map_err(|error| error.to_string())
        };
        assert_eq!(found("/pictures/red.PNG"), Ok(159));
        assert_eq!(found("isostore:/Shared/ShellContent/m.png"), Ok(159));
        assert_eq!(found("/Art/m.png"), Ok(159), "the folder comes before the sample art");
        assert_eq!(found("/Art/w.png"), Ok(691), "which is there still");
        assert_eq!(found("/x.png").unwrap_err(), "/x.png is not among the app's files");
        assert!(found("/../secret.png").unwrap_err().contains("leads out"));
        assert!(found("/text.png").unwrap_err().contains("no PNG or JPEG"));
        assert!(found("/huge.png").unwrap_err().contains("bytes"));
        assert!(found("/folder.png").unwrap_err().contains("it is no file"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("secret.png"), folder.join("link.png")).unwrap();
            assert!(found("/link.png").unwrap_err().contains("leads out"));
            std::os::unix::fs::symlink("/dev/zero", folder.join("zero.png")).unwrap();
            assert!(found("/zero.png").is_err());
        }
        std::fs::remove_dir_all(root).unwrap();
    }
}
