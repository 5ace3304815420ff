# 会议档案

archive-file = 会议档案
archive-go = 导出会议档案
archive-lead = 一个压缩包，存有本次会议的全部材料。由工作人员提请，由一名主席团成员确认后才能下载。
archive-early = 会议还没有闭会，档案还不完整。闭会后可在这里提请导出。
archive-changed = 上次确认之后会议内容又有变化，那一份档案不能再下载。请工作人员重新提请。
archive-ask-lead = 提请时计算压缩包的校验值，确认人确认的就是这一份，下载的也只能是这一份。
archive-ask = 提请导出
archive-clerk-asks = 还没有提请导出。由工作人员提请，由主席团成员确认。
archive-ready = 可以下载
archive-confirmed = 确认
archive-confirmed-by = { $name }，{ $at }
archive-digest = SHA-256 校验值
archive-ready-lead = 每次下载都记入操作日志。会议内容再有变化时需要重新提请。
archive-fetch = 下载档案
archive-clerk-fetches = 由工作人员下载。
archive-inside = 里面有什么
archive-inside-bundle = bundle.json：核验文件，可以用离线程序重新核验每一张密封票和计票结果。
archive-inside-result = result.json 和 projects.json：公布的结果和全部项目，供程序读取；totals 文件夹里是供研究用的总数。
archive-inside-tables = tables 文件夹：代表名册、项目清单、票决结果、推进情况、操作日志，各有 Excel 和 CSV 两种。
archive-inside-rules = rules 文件夹：每次票决的票决办法全文。
archive-inside-manifest = README.txt、manifest.json 和 SHA256SUMS：各个文件是什么、怎样核对，以及校验值。
archive-inside-never = 里面没有单张票的内容，也没有任何密钥和票码。
