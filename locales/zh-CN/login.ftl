# Signing in, the first account, passwords

login-title = 登录
login-setup-title = 建立首个账户
login-setup-lead = 首个账户是系统管理员，用来建立乡镇和其他账户。请照终端上显示的设置码填写。
login-set-up = 建立账户
login-password-title = 修改密码
login-change = 修改密码
login-again-title = 请重新输入密码
login-again-lead = 需要第二人确认的操作，请在 5 分钟内输入过密码后再办理。
login-confirm = 确认
