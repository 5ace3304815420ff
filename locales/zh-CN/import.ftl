# Lists from files and pasted lines: check, preview, import

import-roll = 导入名册
import-projects = 导入项目
import-steps = 导入步骤
import-step-check = 检查
import-step-preview = 预览
import-step-take = 导入
import-check = 检查
import-cancel = 不导入，返回
import-other = 导入其他文件
import-again = 更正后重新检查

## What is handed in

import-file = 上传文件
import-file-label = 表格文件（.xlsx、.csv 或 .txt）
import-file-hint = 不超过 2 MB，最多 2000 行。检查有误时不会导入任何数据；无误的，先预览，确认后才导入。
import-template = 模板
import-template-hint = 请下载模板，填写后导入。也可以直接用本单位的表格，只要表头写明各列的名称；多出的列不会导入。
import-template-xlsx = 下载 Excel 模板
import-template-csv = 下载 CSV 模板
import-columns = 各列可以怎样填写
import-lines = 粘贴文字
import-lines-name = 粘贴的文字
import-lines-roll = 名单
import-lines-roll-hint = 每人一行：姓名、代表团、座位。可以从表格中复制后粘贴；各项之间也可以用逗号或空格隔开。
import-lines-projects = 项目清单
import-lines-projects-hint = 每个项目一行：项目名称、总投资（万元）、项目内容、责任单位、完成时限。可以从表格中复制后粘贴；也可以用逗号隔开。
import-nothing = 还没有内容。请先选择文件，或粘贴名单。

## Columns and templates

import-column-name = 1 至 30 个字，可以有间隔号“·”和生僻字。对齐用的空格会去掉。
import-column-line = 一行文字。
import-column-place = 不超过 10 个字，例如“3排5座”或“12”。
import-column-text = 不超过 1000 字，可以分行。
import-column-amount = 以万元为单位，最多四位小数，例如 335.1545。写“335.1545万元”“1,200”也可以。
import-column-due = 例如 { $year }年10月、{ $year }-10、{ $year }/10/31、10月底前；只写月份的，按会议所在年份。
import-heading-wan = （万元）
import-notes = 填写说明
import-notes-column = 列
import-notes-how = 怎样填
import-notes-required = 必填。{ $note }
import-notes-roll =
    请在第一张工作表的表头下面逐行填写，每人一行，最多 { $max } 行。
    不要改动表头的名称；不用的列可以删去。
    再次导入时，姓名相同的按更改处理，名册上有而表中没有的不会移出。
import-notes-projects =
    请在第一张工作表的表头下面逐行填写，每个项目一行，最多 { $max } 行。
    不要改动表头的名称；不用的列可以删去。合计行不会导入。
    再次导入时，名称相同的按更改处理，清单中有而表中没有的不会删除。

## What is wrong with a list

import-fault-cell = 第 { $row } 行“{ $column }”有误：{ $why }
import-fault-row = 第 { $row } 行：{ $why }
import-faults = { $first }共 { $count } 处问题，未导入任何数据。
import-faults-list = 需要更正的地方
import-row = 行
import-column = 列
import-why = 原因
import-whole-row = 整行
import-column-twice = 表头有两列都是“{ $name }”。请删去一列。
import-column-unit = “{ $name }”的单位不能识别。请把金额换算成万元（或元），并在表头写明。
import-cell-broken = 单元格里的公式出错（{ $what }）。请改正公式，或直接填写内容。
import-due = “{ $text }”不是有效的日期或月份。请写成 2026年10月 或 2026-10-31，年份在 2000 至 2100 之间。
import-due-number = 数字 { $number } 分不清是 1 月还是 10 月。请写成 2026年10月 或 2026-10。
import-same-title = 与第 { $row } 行的项目名称相同。请改用不同的名称，或删去一行。
import-cells-deputy = 这一行有 { $count } 项，最多 3 项：姓名、代表团、座位。项数更多的，请加上表头。
import-cells-project = 这一行有 { $count } 项，最多 5 项。内容里有逗号的，请用制表符隔开各项；项数更多的，请加上表头。
import-split-name = 姓名“{ $name }”只有一个字。姓名中间有空格的，请用逗号或制表符隔开各项。

## What is wrong with a file

import-file-empty = 文件中没有内容。请检查是否选错了文件，填写后重新上传。
import-file-long = 文件超过 { $max } MB。请删除图片后重新导出。
import-file-kind = 只接受 .xlsx、.csv 或 .txt 文件。请在表格软件中“另存为”Excel 工作簿（.xlsx）后重新上传。
import-file-old = 文件是旧格式（.xls）或设有密码。请去掉密码，在表格软件中“另存为”Excel 工作簿（.xlsx）后重新上传。
import-file-damaged = 文件损坏或不完整。请在表格软件中打开检查，另存一份后重新上传。
import-file-unpacked = 文件展开后过大。请把名单复制到新的工作簿，保存后重新上传。
import-file-macros = 文件带有宏。请“另存为”不带宏的 Excel 工作簿（.xlsx）后重新上传。
import-file-unsafe = 文件中有外部链接或不属于表格的内容。请把名单复制到新的工作簿，保存后重新上传。
import-file-rows = 行数超过 { $max } 行。请删去多余的行，或分几次导入。
import-file-far = 单元格 { $cell } 中有内容，离名单太远。请删去后重新上传。
import-file-cell = 第 { $row } 行 { $column } 列的文字过长。请缩短后重新上传。
import-file-quote = 第 { $row } 行的引号没有结束。请补上或删去引号后重新上传。
import-file-encoding = 文件的文字编码无法识别，或与所选的编码不符。请换一种编码，或另存为 .xlsx 后重新上传。
import-file-limits = 读取文件用了过多的内存或时间，已停止。请把名单复制到新的工作簿，保存后重新上传。
import-file-busy = 正在读取其他文件。请稍候再上传。
import-file-unread = 暂时不能读取文件，文件本身没有发现问题。请稍候再试；仍不成功的，请粘贴文字，并联系系统管理员。

## How text was read

import-guess = 文字乱码，或各列没有分开？
import-guess-hint = 请选择文件的编码和分隔符，然后重新读取。
import-guess-again = 重新读取
import-encoding = 编码
import-encoding-utf8 = UTF-8
import-encoding-gb18030 = GB18030（含 GBK）
import-encoding-utf16le = UTF-16（低字节在前）
import-encoding-utf16be = UTF-16（高字节在前）
import-separator = 分隔符
import-separator-comma = 逗号
import-separator-semicolon = 分号
import-separator-tab = 制表符

## The preview

import-preview-title = 预览
import-source = 来源
import-sheet = 工作表
import-sheets-left = 另有 { $n } 张工作表不导入
import-read-as = 读取方式
import-headings = 表头
import-headings-row = 第 { $row } 行
import-headings-none = 没有找到表头，各列按顺序读取
import-unread = 不导入的列
import-sums = 不导入的合计行
import-change = 变化
import-new = 新增
import-changed-line = 更改
import-unchanged = 不变
import-before = 原为
import-now = 改为
import-counts = 新增 { $new }，更改 { $changed }，不变 { $unchanged }；已登记而名单中没有的 { $missing }。
import-whole = 现在还没有保存。请核对下表，没有问题后再导入；导入时全部保存，或一条也不保存。
import-nothing-new = 没有需要导入的内容。
import-take = 导入 { $n } 条
import-questions = 有 { $n } 条需要确认：
import-same-name = 与第 { $row } 行姓名相同（{ $name }）。
import-alike = 与已登记的“{ $name }”看上去相同，只是空格、间隔号或字形不同。
import-alike-row = 与第 { $row } 行的“{ $name }”看上去相同，只是空格、间隔号或字形不同。
import-on-roll = 名册上已有 { $name }。
import-others = 已核对：以上各条都不是同一个人或同一个项目，按新增导入。
import-missing = 已登记而名单中没有的（{ $n }）
import-missing-hint = 导入不会移出它们。需要移出的，请逐一办理。
import-missing-more = 另有 { $n } 条。
import-changed = 预览之后，登记的内容有了变化。请核对新的预览，再导入。
import-last = 最近一次导入
import-last-line = { $at }，{ $by } 导入“{ $name }”。
import-see-roll = 查看代表名册
import-see-projects = 查看候选项目
