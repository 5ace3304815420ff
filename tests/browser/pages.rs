//! Pages made for one test, served with the security policy of the program.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// As strict as the program's pages are.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    require-trusted-types-for 'script'";

/// A small server of fixed pages, by path. A POST is answered with its own body.
pub(crate) struct Pages {
    address: String,
}

impl Pages {
    /// Serves these texts at these paths.
    pub(crate) fn serve(pages: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let pages: Vec<_> =
            pages.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
        let pages = Arc::new(pages);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let pages = Arc::clone(&pages);
                std::thread::spawn(move || answer(&client, &pages));
            }
        });
        Self { address }
    }

    /// One Chinese page with this style sheet and this body.
    pub(crate) fn page(style: &str, body: &str) -> Self {
        let page = format!(
            "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>试页</title>\
             <link rel=\"stylesheet\" href=\"/style.css\">{body}</html>"
        );
        Self::serve(&[("/", &page), ("/style.css", style)])
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn answer(mut client: &TcpStream, pages: &[(String, String)]) -> Option<()> {
    let mut reader = BufReader::new(client);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut words = line.split(' ');
        let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if header.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let page = pages.iter().find(|(name, _)| *name == path);
        let (status, text) = match page {
            _ if method == "POST" => ("200 OK", String::from_utf8(body).unwrap()),
            Some((_, text)) => ("200 OK", text.clone()),
            None => ("404 Not Found", String::new()),
        };
        let kind = match path.rsplit_once('.') {
            Some((_, "css")) => "text/css",
            Some((_, "mjs")) => "text/javascript",
            _ => "text/html; charset=utf-8",
        };
        let length = text.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
             Content-Security-Policy: {POLICY}\r\n\r\n"
        );
        client.write_all(format!("{head}{text}").as_bytes()).ok()?;
    }
}
