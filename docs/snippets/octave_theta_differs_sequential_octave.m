x = (0:9)';
y = 2 * x + 1;
theta = zeros(2, 1);
alpha = 0.03;
for iter = 1:1500
  theta(1) = theta(1) - alpha * mean(theta(1) + theta(2) * x - y);
  theta(2) = theta(2) - alpha * mean((theta(1) + theta(2) * x - y) .* x);
end

printf("w %.3f, b %.3f\n", theta(2), theta(1));  % w 2.000, b 1.000
