# Signing in, the first account, passwords

login-title = Sign in
login-setup-title = Make the first account
login-setup-lead = The first account is the administrator's, who adds townships and other accounts. Type the setup code that the terminal shows.
login-set-up = Make the account
login-password-title = Change the password
login-change = Change password
login-again-title = Type your password again
login-again-lead = Acts of a second person need a password that was typed within the last 5 minutes.
login-confirm = Confirm
