//! The measures of the harness: every fault that is built in is found, and nothing else.

use crate::pages::Pages;
use crate::pictures;
use crate::support::chromium::Chromium;
use crate::support::measure::{Limits, Measures, measure};

const LIMITS: Limits = Limits { target_px: 60.0, gap_px: 16.0, font_px: 24.0, contrast: 10.0 };

const BASE: &str = "body { margin: 0; font: 24px sans-serif; color: #1a1a1a; background: #fff }
    button, label { display: block; width: 300px; height: 76px; margin: 16px; font: inherit;
        color: #fff; background: #083d6b; border: 0 } input { margin: 0 }
    a { color: #083d6b }";

fn measured(chromium: &Chromium, style: &str, body: &str) -> Measures {
    let pages = Pages::page(&format!("{BASE} {style}"), &format!("<body>{body}</body>"));
    let browser = chromium.open(800, 600);
    browser.goto(&pages.url("/"));
    measure(&browser, "body")
}

/// The page has as many faults as words are expected, and each fault has its words.
fn assert_faults(chromium: &Chromium, style: &str, body: &str, expected: &[&[&str]]) {
    let faults = measured(chromium, style, body).faults(&LIMITS);
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, words) in faults.iter().zip(expected) {
        for word in *words {
            assert!(fault.contains(word), "{word:?} is not in {fault:?}");
        }
    }
}

#[test]
fn a_good_page_has_no_faults() {
    let body = r#"<h1>票决</h1><p>请选 10 项。<a href="/x">说明</a>在此。</p>
        <label><input type="checkbox"> 道路硬化</label>
        <label><input type="checkbox"> 安全饮水</label><button>核对</button>
        <p hidden class="pale">看不见</p><span class="reader">只读出来</span>
        <a class="skip" href="/x">跳到正文</a>"#;
    let style = ".pale { color: #999 } .skip { position: absolute; left: -9999px; font-size: 9px }
        .reader { position: absolute; width: 1px; height: 1px; overflow: hidden; font-size: 9px }";
    let measures = measured(&Chromium::start(&pictures("measures")), style, body);
    assert_eq!(measures.faults(&LIMITS), Vec::<String>::new());
    assert_eq!(measures.targets.len(), 3);
    assert!(measures.targets.iter().all(|target| target.height >= 76.0));
    assert_eq!(measures.texts.len(), 7, "{:#?}", measures.texts);
}

#[test]
fn what_is_hard_to_press_is_found() {
    let chromium = Chromium::start(&pictures("measures"));
    assert_faults(
        &chromium,
        "#small { height: 40px; width: 300px } #box { margin: 40px; width: 20px; height: 20px }",
        r#"<button id="small">开始</button><input type="checkbox" id="box" aria-label="甲">"#,
        &[&["#small", "开始", "300.0 × 40.0", "60"], &["#box", "20.0 × 20.0"]],
    );

    // A link among words is no target, one that stands alone is.
    assert_faults(&chromium, "", r#"<p><a href="/x" id="alone">说明</a></p>"#, &[&["#alone"]]);

    assert_faults(
        &chromium,
        "#two { margin-top: -13px } #three { margin-top: -30px }",
        r#"<button id="one">一</button><button id="two">二</button><button id="three">三</button>"#,
        &[&["#one", "#two", "3.0 px apart"], &["#two", "#three", "0.0 px apart"]],
    );
}

#[test]
fn what_is_hard_to_read_is_found() {
    let chromium = Chromium::start(&pictures("measures"));
    assert_faults(
        &chromium,
        "p, input, .mark::after { font-size: 20px } .mark::after { content: '注' }
         input { width: 300px; height: 76px; color: #000; background: #fff }
         svg { width: 100px; height: 100px } text { font-size: 24px }",
        r#"<p>小字</p><svg viewBox="0 0 200 200"><text y="50">图字</text></svg>
           <input value="字"><b class="mark">甲</b>"#,
        &[
            &["小字", "20.0 px"],
            &["图字", "12.0 px"],
            &["input", "20.0 px"],
            &["b", "注", "20.0 px"],
        ],
    );

    // Against what is really behind it.
    assert_faults(
        &chromium,
        "#grey { color: #999 } #half { background: rgba(0, 0, 0, 0.6) } #faint { opacity: 0.5 }
         #run { color: #fff; background: linear-gradient(90deg, #000, #999) }
         #picture { background-image: url(/none.png) } #mix { color: color(srgb 0.6 0.6 0.6) }
         input { width: 300px; height: 76px; font: inherit } input::placeholder { color: #bbb }",
        r#"<p id="grey">灰字</p><div id="half"><p>暗底</p></div><p id="faint">淡字</p>
           <p id="run">渐变</p><p id="picture">图上</p><p id="mix">混色</p>
           <input placeholder="提示">"#,
        &[
            &["#grey", "灰字", "2.85"],
            &["#half", "暗底", "3.0"],
            &["#faint", "淡字"],
            &["#run", "渐变", "2.85"],
            &["#picture", "over a picture"],
            &["#mix", "混色", "2.85"],
            &["提示"],
        ],
    );

    assert_faults(
        &chromium,
        "#wide { width: 850px; height: 10px }",
        r#"<div id="wide"></div>"#,
        &[&["#wide", "50.0 px beyond"]],
    );
}
