# What the staff must know of the machine that the service runs on

alarm-disk-low = 服务器存储空间不多了，剩余 { $free } MB。请联系系统管理员清理。
alarm-disk-opening = 服务器存储空间不足，剩余 { $free } MB：不能开始新的表决。请联系系统管理员立即清理。
alarm-disk-casting =
    服务器存储空间不足，剩余 { $free } MB：已停止接收新票。已收到的票不受影响。请联系系统管理员立即清理；腾出空间后自动恢复。
alarm-clock-ahead = 服务器时钟向前跳了 { $seconds } 秒。表决不受影响；请核对并校正时间，记入会议记录。时间不准时手机动态口令无效，需要登录的请用恢复码。
alarm-clock-back = 服务器时钟向后退了 { $seconds } 秒。表决不受影响；请核对并校正时间，记入会议记录。时间不准时手机动态口令无效，需要登录的请用恢复码。
alarm-copy-behind = 第二份存储落后：已有 { $minutes } 分钟没有完整备份，{ $entries } 条记录没有抄写。请检查备份盘是否插好。
alarm-copy-failed = 第二份存储没有写成（{ $why }）。表决照常进行；请检查备份盘是否插好、是否已满。
