x = (0:9)';  % your x
y = 2 * x + 1;
X = [ones(10, 1), x];
m = length(y);
theta = zeros(2, 1);
alpha = 0.03;
for iter = 1:1500
  errors = X * theta - y;
  theta = theta - alpha / m * X' * errors;
end

printf("w %.3f, b %.3f\n", theta(2), theta(1));  % w 2.000, b 1.000
