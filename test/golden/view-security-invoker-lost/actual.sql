ALTER VIEW names RESET (security_invoker);
