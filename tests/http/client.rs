//! A client that sends exactly what it is told, one connection for each request.

use std::io::{BufRead as _, BufReader, Error, ErrorKind, Read, Result, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where a browser's forms stand.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header, if it stands there once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let (_, value) = found.next()?;
        assert!(found.next().is_none(), "{name} stands twice");
        Some(value)
    }

    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        let text = self.text();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {self:?}, {text}"))
    }
}

/// A request that is being put together.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { method, path, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub(crate) fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    /// Adds a header; one that the client would set itself is replaced.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_lowercase(), value.to_owned()));
        self
    }

    /// As our scripts send it.
    pub(crate) fn json(self, body: impl Into<Vec<u8>>) -> Self {
        let request = self.with("content-type", "application/json").with("x-piaojue", "1");
        Self { body: body.into(), ..request }
    }

    /// As a browser sends a form.
    pub(crate) fn form(self, fields: &[(&str, &str)]) -> Self {
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(fields);
        let request = self.with("content-type", FORM);
        Self { body: text.finish().into_bytes(), ..request }
    }

    /// With these bytes and no word on what they are.
    pub(crate) fn body(self, body: &[u8]) -> Self {
        Self { body: body.to_vec(), ..self }
    }

    /// The bytes that go over the wire.
    pub(crate) fn bytes(&self, host: &str) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        let length = self.body.len().to_string();
        let own = [("host", host), ("connection", "close"), ("content-length", &length)];
        let given = |name: &str| self.headers.iter().any(|(known, _)| known == name);
        for (name, value) in own.iter().filter(|(name, _)| !given(name)) {
            head.extend([name, ": ", value, "\r\n"]);
        }
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        [head.as_bytes(), b"\r\n", &self.body].concat()
    }

    /// How many bytes go over the wire.
    pub(crate) fn length(&self, host: &str) -> u64 {
        self.bytes(host).len() as u64
    }

    /// Sends it to a host and port; an error is the wire's.
    pub(crate) fn try_send(&self, address: &str) -> Result<Answer> {
        raw(address, &self.bytes(address))
    }

    /// Sends it where the wire is known to be whole.
    pub(crate) fn send(&self, address: &str) -> Answer {
        self.try_send(address)
            .unwrap_or_else(|error| panic!("{} {}: {error}", self.method, self.path))
    }

    /// Sends it and reads no more than the answer's head: a stream of events never ends.
    pub(crate) fn send_head(&self, address: &str) -> Answer {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(&self.bytes(address)).unwrap();
        read(&mut BufReader::new(stream), true).unwrap()
    }
}

/// Sends these bytes and reads one answer.
pub(crate) fn raw(address: &str, bytes: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // A server that has refused the head of a long request does not read its body.
    let sent = stream.write_all(bytes);
    let is_head = bytes.starts_with(b"HEAD ");
    read(&mut BufReader::new(stream), is_head).or_else(|error| sent.and(Err(error)))
}

/// Reads one answer; what follows it stays in the reader.
pub(crate) fn read(stream: &mut BufReader<impl Read>, is_head: bool) -> Result<Answer> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        lines.push(line.to_owned());
    }
    let broken = || Error::from(ErrorKind::InvalidData);
    let status = lines.first().and_then(|line| line.split(' ').nth(1)).ok_or_else(broken)?;
    let status = status.parse().map_err(|_| broken())?;
    let pair = |line: &String| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_lowercase(), value.trim().to_owned()))
    };
    let headers: Vec<_> = lines.iter().skip(1).filter_map(pair).collect();
    let value = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, it)| it);
    let mut body = Vec::new();
    if is_head || status == 304 {
    } else if value("transfer-encoding").is_some_and(|it| it == "chunked") {
        chunks(stream, &mut body)?;
    } else if let Some(length) = value("content-length") {
        body.resize(length.parse().map_err(|_| broken())?, 0);
        stream.read_exact(&mut body)?;
    } else {
        stream.read_to_end(&mut body)?;
    }
    Ok(Answer { status, headers, body })
}

fn chunks(stream: &mut BufReader<impl Read>, body: &mut Vec<u8>) -> Result<()> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16);
        let length = length.map_err(|_| Error::from(ErrorKind::InvalidData))?;
        let start = body.len();
        body.resize(start + length, 0);
        stream.read_exact(&mut body[start..])?;
        stream.read_line(&mut line)?;
        if length == 0 {
            return Ok(());
        }
    }
}
