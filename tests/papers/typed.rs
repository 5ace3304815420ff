//! What people typed stands on paper as they typed it: rare hanzi whole, markup as plain text.

use piaojue::documents::typeset::coverage;
use piaojue::domain::papers::{Layout, PaperKind, PaperSize};

use crate::poppler::{squeezed, text};
use crate::run;
use crate::town::{MARKUP, Place, RARE};

#[test]
fn names_and_markup_are_printed_as_they_were_typed() {
    run(async {
        let title = "#let x = 1 $y$ *喆珺* @z";
        let place = Place::of("siping-2023.json", false, &[title]).await;
        let roll = place.text(PaperKind::Attendance, Layout::default()).await;
        for name in RARE {
            assert!(roll.contains(&squeezed(name)), "{name}");
        }
        let booklet = place.text(PaperKind::Booklet, Layout::default()).await;
        for typed in [MARKUP, title, RARE[0], "337.1545"] {
            assert!(booklet.contains(&squeezed(typed)), "{typed} is not in {booklet}");
        }
        let ballot = place.text(PaperKind::Ballot, Layout::default()).await;
        assert!(ballot.contains(&squeezed(title)), "{ballot}");
        let regulation = place.text(PaperKind::Regulation, Layout::default()).await;
        assert!(regulation.contains("第十六条本办法自大会通过之日起施行。"), "{regulation}");
    });
}

#[test]
fn what_cannot_be_printed_is_said_on_the_paper() {
    assert_eq!(coverage("张𪛖"), ['𪛖']);
    run(async {
        let place = Place::of("siping-2023.json", false, &["𪛖家桥"]).await;
        let ballot = place.text(PaperKind::Ballot, Layout::default()).await;
        assert!(
            ballot.contains("本件未能印出，请手写补正") && ballot.contains("U+2A6D6"),
            "{ballot}"
        );
        let roll = place.text(PaperKind::Attendance, Layout::default()).await;
        assert!(!roll.contains("未能印出"), "nothing is missing there: {roll}");
    });
}

#[test]
fn a_blank_ballot_of_every_method_is_complete() {
    run(async {
        let methods = [
            ("siping-2023.json", "赞成", 1),
            ("baishabu-2021.json", "赞成反对弃权", 1),
            ("liufengguan-2023.json", "赞成反对弃权", 1),
            ("zhenhai-2022.json", "满意基本满意不满意", 1),
            ("liyang-2010.json", "序号", 2),
            ("stress/dapeng-2020.json", "赞成", 16),
        ];
        for (example, marks, pages_max) in methods {
            let place = Place::of(example, false, &[]).await;
            for size in [PaperSize::A4, PaperSize::A3] {
                let layout = Layout { size, ..Layout::default() };
                let pdf = place.pdf(PaperKind::Ballot, layout).await;
                let printed = text(&pdf);
                let pages = printed.matches('\u{c}').count();
                assert!((1..=pages_max).contains(&pages), "{example} {size:?}: {pages} pages");
                let printed = squeezed(&printed);
                let head = format!("完成时限{marks}");
                let heads = printed.matches(&head).count();
                assert!(heads == pages || heads + 1 == pages, "{example}: {heads} of {pages}");
                for option in place.example["options"].as_array().unwrap() {
                    let title = option["title"].as_str().or(option.as_str()).unwrap();
                    assert!(printed.contains(&squeezed(title)), "{example}: {title}");
                }
                for part in ["符号", "规定", "用笔", "大会主席团（印章）"] {
                    assert!(printed.contains(part), "{example}: {part}");
                }
            }
        }
    });
}

#[test]
fn a_rehearsal_says_so_on_every_page() {
    run(async {
        for rehearsal in [true, false] {
            let place = Place::of("siping-2023.json", rehearsal, &[]).await;
            let pdf = text(&place.pdf(PaperKind::Booklet, Layout::default()).await);
            let pages = pdf.matches('\u{c}').count();
            let marks = squeezed(&pdf).matches("演练，不计入结果").count();
            assert_eq!(marks, if rehearsal { pages } else { 0 });
        }
    });
}
