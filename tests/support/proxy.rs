//! A bad wire between browsers and the server: it loses, cuts, holds back and listens.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to the next POST that it is armed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection is closed before the server gets anything.
    LoseRequest,
    /// The server does its work; the client gets this many bytes of the answer and then the end
    /// of the connection.
    CutAfter(usize),
    /// The server does its work; the client gets nothing, and the connection stays open.
    Swallow,
    /// The answer is held back so long.
    Stall(Duration),
}

/// All bytes that went over one connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire {
    /// From the client.
    pub(crate) sent: Vec<u8>,
    /// From the server, also what the client never got.
    pub(crate) received: Vec<u8>,
}

/// The proxy: it has an address of its own and hands on to the server's. It knows enough HTTP/1.1
/// to see where a request begins, and changes no byte.
pub(crate) struct Proxy {
    address: String,
    state: Arc<Mutex<State>>,
}

struct State {
    server: String,
    connected: bool,
    armed: Vec<(String, Fault)>,
    requests: Vec<String>,
    wires: Vec<Wire>,
    open: Vec<TcpStream>,
}

impl Proxy {
    /// Starts between clients and the server at this address (host and port).
    pub(crate) fn start(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let state = Arc::new(Mutex::new(State {
            server: server.to_owned(),
            connected: true,
            armed: Vec::new(),
            requests: Vec::new(),
            wires: Vec::new(),
            open: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || carry(&client, &shared));
            }
        });
        Self { address, state }
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The address of a page through the proxy: a path that begins with `/`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next POST whose path contains this text meets this fault, once.
    pub(crate) fn arm(&self, path: &str, fault: Fault) {
        self.state.lock().unwrap().armed.push((path.to_owned(), fault));
    }

    /// Pulls the plug: every connection ends, and new ones end at once.
    pub(crate) fn cut(&self) {
        let mut state = self.state.lock().unwrap();
        state.connected = false;
        for stream in state.open.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Puts the plug in again.
    pub(crate) fn mend(&self) {
        self.state.lock().unwrap().connected = true;
    }

    /// How many requests came with this method whose path contains this text, also those that the
    /// server never got.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        let state = self.state.lock().unwrap();
        let asked = |line: &&String| {
            line.split_once(' ').is_some_and(|(name, rest)| name == method && rest.contains(path))
        };
        state.requests.iter().filter(asked).count()
    }

    /// All that went over the wire, by connection in the order in which they came.
    pub(crate) fn wires(&self) -> Vec<Wire> {
        self.state.lock().unwrap().wires.clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
    }
}

/// Carries one connection until either side ends it.
fn carry(client: &TcpStream, state: &Arc<Mutex<State>>) {
    let server = {
        let state = state.lock().unwrap();
        if state.connected { TcpStream::connect(&state.server).ok() } else { None }
    };
    let Some(server) = server else { return };
    let number = {
        let mut state = state.lock().unwrap();
        state.open.extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
        state.wires.push(Wire::default());
        state.wires.len() - 1
    };
    let fault = Arc::new(Mutex::new(None));
    let back = {
        let (server, client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        let (state, fault) = (Arc::clone(state), Arc::clone(&fault));
        std::thread::spawn(move || answers(server, client, number, &state, &fault))
    };
    // An error is the end of the connection, which is handed on below.
    let _ = requests(client, &server, number, state, &fault);
    let _ = server.shutdown(Shutdown::Both);
    let _ = client.shutdown(Shutdown::Both);
    let _ = back.join();
}

/// Hands requests on, one after the other.
fn requests(
    client: &TcpStream,
    mut server: &TcpStream,
    number: usize,
    state: &Mutex<State>,
    fault: &Mutex<Option<Fault>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(client);
    loop {
        let mut request = Vec::new();
        let mut length = 0;
        while !request.ends_with(b"\r\n\r\n") {
            let start = request.len();
            if reader.read_until(b'\n', &mut request)? == 0 {
                return Ok(());
            }
            let line = String::from_utf8_lossy(&request[start..]).to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        let head = request.len();
        request.resize(head + length, 0);
        reader.read_exact(&mut request[head..])?;
        let line = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
        let met = {
            let mut state = state.lock().unwrap();
            state.wires[number].sent.extend_from_slice(&request);
            let met = state.meet(&line);
            state.requests.push(line);
            met
        };
        if met == Some(Fault::LoseRequest) {
            return Ok(());
        }
        *fault.lock().unwrap() = met;
        server.write_all(&request)?;
    }
}

impl State {
    /// The fault that is armed for this request, which is then no more armed.
    fn meet(&mut self, line: &str) -> Option<Fault> {
        let path = line.strip_prefix("POST ")?.split(' ').next()?;
        let found = self.armed.iter().position(|(armed, _)| path.contains(armed.as_str()))?;
        Some(self.armed.remove(found).1)
    }
}

/// Hands answers on, with the fault that the last request met.
fn answers(
    mut server: TcpStream,
    mut client: TcpStream,
    number: usize,
    state: &Mutex<State>,
    fault: &Mutex<Option<Fault>>,
) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(count @ 1..) = server.read(&mut bytes) {
        let mut passed = &bytes[..count];
        state.lock().unwrap().wires[number].received.extend_from_slice(passed);
        let met = *fault.lock().unwrap();
        match met {
            None | Some(Fault::LoseRequest) => {}
            Some(Fault::Swallow) => continue,
            Some(Fault::Stall(time)) => {
                std::thread::sleep(time);
                *fault.lock().unwrap() = None;
            }
            Some(Fault::CutAfter(left)) => {
                passed = &passed[..left.min(count)];
                *fault.lock().unwrap() = Some(Fault::CutAfter(left - passed.len()));
            }
        }
        let sent = client.write_all(passed);
        let cut = matches!(*fault.lock().unwrap(), Some(Fault::CutAfter(0)));
        if sent.is_err() || (cut && met.is_some()) {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
}
