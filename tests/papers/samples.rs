//! A paper of every kind with data that never change, for their looks.

use piaojue::documents::papers::{
    Attendance, Ballot, BallotLine, Body, Booklet, Counts, Delegation, Fact, Minutes, MinutesPoll,
    Notice, Paper, Person, ProjectLine, RegulationText, ResultReport, Signature, Zero,
};
use piaojue::domain::papers::{PaperKind, PaperSize};

const TITLES: [&str; 8] = [
    "村内道路硬化工程（李家村—东洋路段）",
    "农村人居环境整治和饮水安全巩固提升工程",
    "#import \"x\" $x$ *粗* @ref <script>",
    "𠮷喆珺玥璟昇堃·便民服务点",
    "镇卫生院康复病房改造",
    "敬老院消防设施提升",
    "中心小学操场改造",
    "农贸市场雨污分流",
];

fn fact(word: &str, value: &str) -> Fact {
    (word.to_owned(), value.to_owned())
}

fn facts(pairs: &[(&str, &str)]) -> Vec<Fact> {
    pairs.iter().map(|(word, value)| fact(word, value)).collect()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn signatures() -> Vec<Signature> {
    let lines = [
        ("总监票人", ""),
        ("监票人", "李监票"),
        ("监票人", "周监票"),
        ("计票人", ""),
        ("会议执行主席", ""),
    ];
    let line = |(role, name): (&str, &str)| Signature { role: role.into(), name: name.into() };
    lines.into_iter().map(line).collect()
}

fn paper(kind: PaperKind, name: &str, body: Body) -> Paper {
    Paper {
        kind,
        name: name.to_owned(),
        congress: "张寨镇第二届人民代表大会第二次会议".to_owned(),
        rehearsal: false,
        code: "7KQ2M-9XD4T-NRABC-DEFGH".to_owned(),
        address: "https://vote.example/papers/0?code=7KQ2M-9XD4T-NRABC-DEFGH".to_owned(),
        body,
    }
}

fn booklet() -> Body {
    let project = |(number, title): (u32, &str)| ProjectLine {
        number,
        title: title.to_owned(),
        wan: "335.1545".to_owned(),
        lead_unit: "镇农业农村局".to_owned(),
        due: "2026年11月底前".to_owned(),
        facts: facts(&[
            ("类别", "出行"),
            ("项目内容", "新建及改造相关设施，完善配套工程，年内建成并投入使用。"),
            ("资金来源", "镇财政、上级补助"),
        ]),
    };
    Body::Booklet(Booklet {
        title: "民生实事项目候选项目名册".to_owned(),
        note: "共 8 个候选项目，应选 6 个".to_owned(),
        projects: (1..).zip(TITLES).map(project).collect(),
        total: "2681.236".to_owned(),
    })
}

fn ballot(marks: &[&str], size: PaperSize) -> Body {
    let option = |(number, title): (u32, &str)| BallotLine {
        number,
        title: title.to_owned(),
        wan: "335.1545".to_owned(),
        due: "2026年11月底前".to_owned(),
    };
    Body::Ballot(Ballot {
        title: "2026年张寨镇民生实事项目票决票".to_owned(),
        note: "共 8 个候选项目，最多选 6 个".to_owned(),
        size,
        instructions: facts(&[
            ("符号", "选择某个项目的，在该项目右边的方框内画“○”；不选择的，不作标记。"),
            (
                "规定",
                "每张票所选项目不得多于 6 个，可以少选，也可以不选。所选项目超过规定数的，整张票无效。",
            ),
            ("用笔", "请用黑色签字笔填写，标记清楚，不要签名，不要作其他记号。"),
        ]),
        marks: texts(marks),
        options: (1..).zip(TITLES).map(option).collect(),
        closing: "填写后请折叠，亲自投入票箱。".to_owned(),
        seal: "大会主席团（印章）".to_owned(),
    })
}

fn regulation() -> Body {
    let text = "票决时，到会代表人数须达到全体代表的三分之二以上（含三分之二），方可进行。法定人数以投票开始时的到会人数计算；投票结束前到会的代表可以投票。";
    let articles = ["第一条", "第二条", "第三条", "第四条", "第五条", "第六条", "第七条"];
    Body::Regulation(RegulationText {
        heading: "2026年张寨镇民生实事项目票决办法".to_owned(),
        standing: "草案".to_owned(),
        articles: articles.map(|number| fact(number, text)).into(),
    })
}

fn attendance() -> Body {
    let person = |number: usize| Person {
        number,
        name: ["𠮷喆珺", "赵建国", "阿卜杜拉·买买提"][number % 3].to_owned(),
        seat: format!("1排{number}座"),
        remark: if number == 4 { "请假" } else { "" }.to_owned(),
    };
    let group = |name: &str, from: usize| Delegation {
        name: name.to_owned(),
        people: (from..from + 6).map(person).collect(),
    };
    Body::Attendance(Attendance {
        title: "代表签到册".to_owned(),
        note: "2026年3月1日　应到 12 人".to_owned(),
        groups: vec![group("第一代表团", 1), group("第二代表团", 7)],
        signatures: vec![Signature { role: "签到负责人".into(), name: String::new() }],
    })
}

fn zero() -> Body {
    Body::Zero(Zero {
        question: "2026年张寨镇民生实事项目票决".to_owned(),
        facts: facts(&[
            ("题面码", "7KQ2-M9XD-4TNR"),
            ("开启时间", "2026年3月1日 09:30"),
            ("应到", "108 人"),
            ("开启时实到", "102 人"),
        ]),
        statement: texts(&["经查验：电子票箱内的密封票为 0 张。", "特此证明。"]),
        signatures: signatures(),
    })
}

fn result() -> Body {
    let heads = [
        "序号",
        "项目名称",
        "赞成",
        "反对",
        "弃权",
        "未投",
        "得票率（占全体代表 108 人）",
        "通过",
        "结果",
        "排序",
    ];
    let row = |(number, title): (usize, &str)| {
        let number = number.to_string();
        texts(&[&number, title, "98", "2", "2", "0", "90.74%", "是", "入选", &number])
    };
    let apart =
        |(number, title): (usize, &str)| texts(&[&number.to_string(), title, "90", "1", "8", "1"]);
    Body::Result(Box::new(ResultReport {
        title: "计票结果报告单".to_owned(),
        question: "2026年张寨镇民生实事项目票决".to_owned(),
        facts: facts(&[
            ("应到", "108 人"),
            ("实到", "102 人"),
            ("请假", "4 人"),
            ("未到", "2 人"),
            ("发出", "102 张"),
            ("收回", "102 张"),
            ("有效", "102 张"),
            ("无效", "0 张"),
        ]),
        quorum: "须到会 72 人以上，开启表决时实到 102 人，达到法定人数。".to_owned(),
        counts: Counts {
            widths: vec![10, 0, 13, 13, 12, 12, 24, 12, 17, 11],
            heads: texts(&heads),
            rows: (1..).zip(TITLES.into_iter().take(5)).map(row).collect(),
        },
        apart: Some(Counts {
            widths: vec![10, 0, 19, 19, 19, 19],
            heads: texts(&["序号", "项目名称", "电子赞成", "电子反对", "纸质赞成", "纸质反对"]),
            rows: (1..).zip(TITLES.into_iter().take(5)).map(apart).collect(),
        }),
        outcome: "5 个项目入选。".to_owned(),
        remarks: texts(&["候选项目比应选项目多出不足百分之二十。"]),
        codes: facts(&[("题面码", "7KQ2-M9XD-4TNR"), ("封箱码", "NRAB-CDEF-GH12")]),
        signatures: signatures(),
    }))
}

fn notice() -> Body {
    let numbers = ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、"];
    let item = |(number, title): (&str, &str)| (number.into(), title.into(), "（98 票）".into());
    Body::Notice(Notice {
        heading: texts(&["张寨镇第二届人民代表大会", "第二次会议公告"]),
        opening: "张寨镇第二届人民代表大会第二次会议于2026年3月1日进行“2026年张寨镇民生实事项目票决”，以差额票决方式决定民生实事项目 8 个，名单如下：".to_owned(),
        items: numbers.into_iter().zip(TITLES).map(item).collect(),
        closing: texts(&["现予公告。"]),
        signature: "张寨镇第二届人民代表大会第二次会议主席团".to_owned(),
        date: "2026年3月1日".to_owned(),
    })
}

fn minutes() -> Body {
    Body::Minutes(Minutes {
        note: "2026年3月1日".to_owned(),
        attendance: facts(&[
            ("应到", "108 人"),
            ("实到", "102 人"),
            ("请假", "4 人"),
            ("未到", "2 人"),
        ]),
        officers: facts(&[("监票人", "李监票、周监票"), ("主席团成员", "赵主席、钱委员")]),
        events: facts(&[
            ("2026年3月1日 08:10", "制作票签 119 张。"),
            (
                "2026年3月1日 09:30",
                "“2026年张寨镇民生实事项目票决”开始表决，题面码 7KQ2-M9XD-4TNR。",
            ),
            (
                "2026年3月1日 09:52",
                "“2026年张寨镇民生实事项目票决”截止表决：发出 102 张，收到密封票 102 张，实到 102 人。",
            ),
        ]),
        polls: vec![MinutesPoll {
            question: "2026年张寨镇民生实事项目票决".to_owned(),
            lines: facts(&[("状态", "已公布"), ("结果", "8 个项目入选。")]),
        }],
        digests: facts(&[
            ("日志条数", "119"),
            ("日志根", "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng"),
        ]),
        signatures: signatures(),
    })
}

/// All of them, by the names of their pictures.
pub(crate) fn all() -> Vec<(&'static str, Paper)> {
    use PaperKind::{Attendance, Ballot, Booklet, Minutes, Notice, Regulation, Result, Zero};
    let answers = ["赞成", "反对", "弃权"];
    let grades = ["满意", "基本满意", "不满意"];
    let rehearsal =
        Paper { rehearsal: true, ..paper(Ballot, "表决票", ballot(&answers, PaperSize::A4)) };
    vec![
        ("attendance", paper(Attendance, "签到册", attendance())),
        ("ballot-a3", paper(Ballot, "表决票", ballot(&["赞成"], PaperSize::A3))),
        ("ballot-answers-rehearsal", rehearsal),
        ("ballot-grades", paper(Ballot, "满意度测评票", ballot(&grades, PaperSize::A4))),
        ("ballot-numbers", paper(Ballot, "表决票", ballot(&["序号"], PaperSize::A4))),
        ("booklet", paper(Booklet, "候选项目名册", booklet())),
        ("minutes", paper(Minutes, "会议记录", minutes())),
        ("notice", paper(Notice, "公告", notice())),
        ("regulation", paper(Regulation, "票决办法", regulation())),
        ("result", paper(Result, "计票结果报告单", result())),
        ("zero", paper(Zero, "零票证明", zero())),
    ]
}
